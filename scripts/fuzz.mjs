// Fuzzes every parser of what strangers send for longer than `npm test` does: `npm run fuzz`, FUZZ_SECONDS each
// (default 60), FUZZ_SEED to repeat a run. What breaks goes into test/attacks/corpus.
import { spawnSync } from 'node:child_process'

const env = { FUZZ_SECONDS: '60', ...process.env }
const { status } = spawnSync('npx vitest run --project unit test/attacks/fuzz', {
  env,
  shell: true,
  stdio: 'inherit',
})
process.exit(status ?? 1)
