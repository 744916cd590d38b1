import { expect, test } from 'vitest'
import { type StuckQuestion, StuckWatch } from '../../../main/engine/status/stuck-watch.ts'
import type { RouteStatus } from '../../../shared/contract/system.ts'
import { FakeClock } from '../../support/fake-clock.ts'

const MINUTE = 60_000

const route = (name: string, change: Partial<RouteStatus> = {}): RouteStatus => ({
  name,
  paused: false,
  waiting: 3,
  lastSuccessAt: null,
  lastFailureAt: null,
  lastFailure: null,
  circuits: [],
  signIn: null,
  waitingFor: null,
  pacing: [],
  ...change,
})

/** A queue in which mail of these routes has been due since then. */
function watch(due: Record<string, number>) {
  const clock = new FakeClock()
  const start = clock.now()
  const asked: string[][] = []
  const storage = {
    async nextDueAt(except: readonly string[]) {
      asked.push([...except])
      const times = Object.entries(due).flatMap(([name, at]) => (except.includes(name) ? [] : [start + at]))
      return times.length === 0 ? null : Math.min(...times)
    },
  }
  const watch = new StuckWatch(clock, storage)
  const question = { routes: [route('provider')], paused: false, waiting: 3, lastOutcomeAt: null }
  const look = (change: Partial<StuckQuestion> = {}) => watch.look({ ...question, ...change })
  return { clock, start, asked, look }
}

test('mail that is due and not tried is told once it was so for twenty minutes', async () => {
  const { clock, look } = watch({ provider: 0 })
  clock.advance(5 * MINUTE)
  expect(await look()).toEqual([])
  clock.advance(19 * MINUTE)
  expect(await look()).toEqual([])
  clock.advance(MINUTE)
  const [item] = await look()
  expect(item).toMatchObject({ kind: 'queue-stuck', severity: 'problem', subject: null })
  expect(item?.text).toMatch(/^Mail has been due for 20 minutes, and nothing was tried/)
})

test.each<[string, Partial<StuckQuestion>]>([
  ['all is paused', { paused: true }],
  ['the route is paused', { routes: [route('provider', { paused: true })] }],
  ['the route keeps to its pace', { routes: [route('provider', { waitingFor: 'pace' })] }],
  [
    'the route waits for a sign-in',
    {
      routes: [
        route('provider', { signIn: { state: 'revoked', username: null, expiresAt: null, text: null } }),
      ],
    },
  ],
  [
    'no host answers: that is told already',
    {
      routes: [route('provider', { circuits: [{ host: 'a', state: 'open', until: null, reason: null }] })],
    },
  ],
  ['nothing waits', { waiting: 0 }],
])('no wolf: %s', async (_, change) => {
  const { clock, look } = watch({ provider: 0 })
  for (let round = 0; round < 10; round++) {
    clock.advance(10 * MINUTE)
    expect(await look(change)).toEqual([])
  }
})

test('no wolf: mail that was paused for a week is resumed', async () => {
  const { clock, look } = watch({ provider: 0 })
  clock.advance(7 * 24 * 60 * MINUTE)
  await look({ paused: true })
  clock.advance(MINUTE)
  expect(await look()).toEqual([])
  clock.advance(MINUTE)
  expect(await look({ lastOutcomeAt: clock.now() })).toEqual([])
})

test('no wolf: everything waits for its next attempt', async () => {
  const { clock, look } = watch({ provider: 24 * 60 * MINUTE })
  clock.advance(60 * MINUTE)
  await look()
  clock.advance(60 * MINUTE)
  expect(await look()).toEqual([])
})

test('an attempt that ends begins the patience anew', async () => {
  const { clock, look } = watch({ provider: 0 })
  clock.advance(10 * MINUTE)
  await look()
  clock.advance(15 * MINUTE)
  await look({ lastOutcomeAt: clock.now() })
  clock.advance(15 * MINUTE)
  expect(await look({ lastOutcomeAt: clock.now() - 15 * MINUTE })).toEqual([])
})

test('one route that does not move while others do is told by its name', async () => {
  const { clock, look } = watch({ slow: 0 })
  const ask = () =>
    look({
      lastOutcomeAt: clock.now(),
      routes: [route('quick', { lastSuccessAt: clock.now() }), route('slow')],
    })
  clock.advance(5 * MINUTE)
  expect(await ask()).toEqual([])
  clock.advance(25 * MINUTE)
  expect(await ask()).toMatchObject([{ kind: 'queue-stuck', subject: 'slow' }])
})

test('while mail flows, the store is not asked', async () => {
  const { clock, asked, look } = watch({ provider: 0 })
  const now = clock.now()
  await look({ lastOutcomeAt: now, routes: [route('provider', { lastSuccessAt: now })] })
  expect(asked).toEqual([])
})
