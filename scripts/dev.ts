// `npm run dev`: electron-vite with the Electron that runs here; the renderer is reloaded as it changes.

import { join } from 'node:path'
import { root } from './build/build.ts'
import { findRuntime } from './electron-runtime/find-runtime.ts'
import type { ElectronRuntime } from './electron-runtime/runtime.ts'
import { runCommand } from './run-command.ts'

const runtime = await findRuntime((line) => console.error(line))
if (runtime.kind === 'electron') {
  await develop(runtime)
} else {
  console.error(`${runtime.reason} Development needs a window; \`npm start\` also runs without one.`)
  process.exitCode = 1
}

async function develop(electron: ElectronRuntime): Promise<void> {
  const script = join(root, 'node_modules/electron-vite/bin/electron-vite.js')
  const sandbox = electron.args.includes('--no-sandbox') ? { NO_SANDBOX: '1' } : {}
  process.exitCode = await runCommand(
    process.execPath,
    [script, 'dev', '--watch', '--', ...process.argv.slice(2)],
    {
      cwd: root,
      env: { ...process.env, ...electron.env, ...sandbox, ELECTRON_EXEC_PATH: electron.path },
    },
  )
}
