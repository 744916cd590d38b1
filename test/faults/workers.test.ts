/** Workers of the store that die under load: the program ends at once, says so, and the next start has everything. */
import { expect, test } from 'vitest'
import { faultRounds } from './support/fault-rounds.ts'
import { tearUnderLoad } from './support/tear-under-load.ts'

const ROUNDS = faultRounds({ short: 1, long: 25 })

if (process.platform === 'win32')
  console.log('Workers that die are not tried: the test tells them by a signal, which Windows does not have.')

test.skipIf(process.platform === 'win32').each(['storage-writer', 'storage-reader'])(
  'a %s that dies under load takes the program with it (exit code 1): 0 lost',
  async (worker) => {
    await tearUnderLoad({
      what: `deaths of the ${worker}`,
      rounds: ROUNDS,
      env: {
        NODE_OPTIONS: `--import ${new URL('./support/worker-killer.mjs', import.meta.url)}`,
        FAULT_WORKER: worker,
      },
      async end(mailroom) {
        process.kill(mailroom.process.pid, 'SIGUSR2')
        expect(await mailroom.process.ended).toBe(1)
        await mailroom.kill()
      },
      live: async (mailroom) => void (await mailroom.live()),
    })
  },
)
