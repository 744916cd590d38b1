import { expect, test } from 'vitest'
import { createUpdateService, type Updater } from '../../../main/electron/updates/update-service.ts'
import { FakeClock } from '../../support/fake-clock.ts'

function service(updater: Partial<Updater> = {}, automatic = true) {
  const clock = new FakeClock()
  const done: string[] = []
  const updates = createUpdateService({
    updater: {
      check: async () => {
        done.push('check')
        return { version: '0.2.0', notes: 'New things' }
      },
      download: async (onPercent) => onPercent(40),
      install: () => done.push('install'),
      ...updater,
    },
    automatic: () => automatic,
    drain: async () => void done.push('drain'),
    now: () => clock.now(),
    after: (milliseconds, callback) => void clock.after(milliseconds, callback),
  })
  return { updates, clock, done }
}

test('finds a version with its notes, fetches it when asked, and drains before it starts it', async () => {
  const { updates, done } = service()
  await updates.check()
  expect(updates.state()).toEqual({ kind: 'available', version: '0.2.0', notes: 'New things' })
  await updates.download()
  expect(updates.state()).toEqual({ kind: 'ready', version: '0.2.0', notes: 'New things' })
  await updates.restart()
  expect(updates.state()).toEqual({ kind: 'restarting', version: '0.2.0' })
  expect(done).toEqual(['check', 'drain', 'install'])
})

test('nothing happens out of turn', async () => {
  const { updates, done } = service()
  await updates.download()
  await updates.restart()
  expect(updates.state()).toEqual({ kind: 'idle', checkedAt: null })
  expect(done).toEqual([])
})

test('a failure is told in one line, and can be tried again', async () => {
  const { updates } = service({ check: () => Promise.reject(new Error('ENOTFOUND\n    at stack')) })
  await updates.check()
  expect(updates.state()).toEqual({ kind: 'failed', message: 'The search for updates failed: ENOTFOUND' })
})

test('looks by itself after the start and then now and then, unless that is switched off', async () => {
  let looks = 0
  const { updates, clock } = service({
    check: async () => {
      looks += 1
      return null
    },
  })
  updates.start()
  clock.advance(29_999)
  expect(looks).toBe(0)
  clock.advance(1)
  await Promise.resolve()
  expect(looks).toBe(1)
  const off = service({}, false)
  off.updates.start()
  off.clock.advance(86_400_000)
  expect(off.done).toEqual([])
})

test('a build without a place to look at says so and does nothing', async () => {
  const updates = createUpdateService({
    updater: { off: 'A development build looks for no updates.' },
    automatic: () => true,
    drain: async () => {},
    now: () => 0,
    after: () => {},
  })
  await updates.check()
  expect(updates.state()).toEqual({ kind: 'off', reason: 'A development build looks for no updates.' })
})
