/** kill -9 at random moments under load, now and then during the start that follows. */
import { test } from 'vitest'
import { faultRounds } from './support/fault-rounds.ts'
import { tearUnderLoad } from './support/tear-under-load.ts'

const ROUNDS = faultRounds({ short: 3, long: 60 })

test(`${ROUNDS} kills at random moments under load: 0 lost, and twice at most what was in flight`, async () => {
  await tearUnderLoad({
    what: 'kills',
    rounds: ROUNDS,
    end: (mailroom) => mailroom.kill(),
    async live(mailroom, chance, ended) {
      if (chance.next() < 0.25) {
        await mailroom.killWhileStarting(chance.between(20, 600))
        await ended()
      }
      await mailroom.live()
    },
  })
})
