// Runs the Vitest project "faults" in its long form, one file after the other; arguments go to Vitest
// (`npm run test:faults -- kill`).

import { join } from 'node:path'
import { build, root } from '../build/build.ts'
import { runCommand } from '../run-command.ts'

await build()
process.exitCode = await runCommand(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--project=faults',
    '--no-file-parallelism',
    ...process.argv.slice(2),
  ],
  {
    cwd: root,
    env: {
      ...process.env,
      MAILROOM_FAULTS: 'long',
      MAILROOM_PROGRAM: join(root, 'out/main/mailroom.js'),
    },
  },
)
