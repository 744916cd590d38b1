import { describe, expect, test } from 'vitest'
import { answerDelay } from '../../../../main/engine/inbound/limits/answer-delay.ts'
import { createSignInGuard } from '../../../../main/engine/inbound/limits/sign-in-guard.ts'
import type { Lock } from '../../../../shared/contract/security.ts'
import { signInLimitsSchema } from '../../../../shared/domain/limits.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

const GUESSER = '198.51.100.9'
const OFFICE = '203.0.113.5'

function guard(settings: Record<string, unknown> = {}) {
  const clock = new FakeClock()
  const locked: Lock[] = []
  let changes = 0
  const limits = signInLimitsSchema.parse({ failures: 3, clientFailures: 6, ...settings })
  const signIns = createSignInGuard({
    clock,
    settings: () => limits,
    exists: (username) => username !== 'nobody',
    onLock: (lock) => locked.push(lock),
    onChange: () => {
      changes += 1
    },
  })
  const fail = (username: string, client: string, times: number) => {
    for (let time = 0; time < times; time += 1) signIns.failed(username, client)
  }
  return { clock, signIns, locked, fail, changes: () => changes }
}

test('answers grow slower with each failure, up to a bound', () => {
  expect([1, 2, 3, 4, 5, 6, 7].map((failures) => answerDelay(failures, 0, 10_000))).toEqual([
    0, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000,
  ])
  expect([1, 9, 10, 15, 50].map((ofClient) => answerDelay(1, ofClient, 10_000))).toEqual([
    0, 0, 1_000, 2_000, 10_000,
  ])
})

describe('an account from a client', () => {
  test('is locked for a time after failures, and only that pair', () => {
    const { clock, signIns, fail, locked, changes } = guard()
    fail('scanner', OFFICE, 2)
    expect(signIns.admits('scanner', OFFICE).kind).toBe('open')
    fail('scanner', OFFICE, 1)
    expect(signIns.admits('scanner', OFFICE).kind).toBe('account-locked')
    expect(signIns.admits('anna', OFFICE).kind).toBe('open')
    expect(signIns.admits('scanner', GUESSER).kind).toBe('open')
    expect(locked).toMatchObject([
      { kind: 'account-from-client', account: 'scanner', client: OFFICE, failures: 3 },
    ])
    clock.advance(15 * 60_000)
    expect(signIns.admits('scanner', OFFICE).kind).toBe('open')
    expect(signIns.locks()).toEqual([])
    expect(changes()).toBe(2)
  })

  test('is not locked by failures that are far apart, or with a right password between them', () => {
    const { clock, signIns, fail } = guard()
    for (let time = 0; time < 5; time += 1) {
      fail('scanner', OFFICE, 1)
      clock.advance(8 * 60_000)
    }
    expect(signIns.admits('scanner', OFFICE).kind).toBe('open')
    fail('anna', OFFICE, 2)
    signIns.succeeded('anna', OFFICE)
    fail('anna', OFFICE, 2)
    expect(signIns.admits('anna', OFFICE).kind).toBe('open')
  })

  test('a name that does not exist is locked likewise, and not written down', () => {
    const { signIns, fail, locked } = guard()
    fail('nobody', GUESSER, 3)
    expect(signIns.admits('nobody', GUESSER).kind).toBe('account-locked')
    expect(locked[0]?.account).toBeNull()
  })
})

describe('a client that guesses', () => {
  test('is locked whatever the names, except for who signed in from it lately', () => {
    const { clock, signIns, locked } = guard()
    signIns.succeeded('anna', OFFICE)
    for (let time = 0; time < 6; time += 1) signIns.failed(`name${time}`, OFFICE)
    expect(locked.map(({ kind }) => kind)).toEqual(['client'])
    expect(signIns.admits('scanner', OFFICE)).toEqual({
      kind: 'client-locked',
      until: clock.now() + 15 * 60_000,
    })
    expect(signIns.admits('anna', OFFICE).kind).toBe('open')
    expect(signIns.admits('scanner', GUESSER).kind).toBe('open')
    clock.advance(15 * 60_000)
    expect(signIns.admits('scanner', OFFICE).kind).toBe('open')
  })

  test('with one public IPv6 address has the whole /64', () => {
    const { signIns, locked } = guard()
    for (let time = 0; time < 6; time += 1) signIns.failed(`name${time}`, `2001:db9:1:2::${time}`)
    expect(locked).toMatchObject([{ kind: 'client', client: '2001:db9:1:2::/64' }])
    expect(signIns.admits('scanner', '2001:db9:1:2::77').kind).toBe('client-locked')
    expect(signIns.admits('scanner', '2001:db9:1:3::77').kind).toBe('open')
  })
})

test('an account that many clients guess is locked everywhere but where it was used lately', () => {
  const { signIns, locked } = guard()
  signIns.succeeded('scanner', OFFICE)
  for (let time = 1; time <= 6; time += 1) signIns.failed('scanner', `198.51.100.${time}`)
  expect(locked).toMatchObject([{ kind: 'account', account: 'scanner', client: null }])
  expect(signIns.admits('scanner', '198.51.100.77').kind).toBe('account-locked')
  expect(signIns.admits('scanner', OFFICE).kind).toBe('open')
  expect(signIns.admits('anna', '198.51.100.77').kind).toBe('open')
})

test('a lock can be released, and counting begins anew', () => {
  const { signIns, fail } = guard()
  fail('scanner', OFFICE, 3)
  const [lock] = signIns.locks()
  expect(signIns.release(lock?.id ?? '')).toEqual(lock)
  expect(signIns.release(lock?.id ?? '')).toBeNull()
  fail('scanner', OFFICE, 2)
  expect(signIns.admits('scanner', OFFICE).kind).toBe('open')
})

test('memory is bounded: names as long as a command, and more of them than anybody has', () => {
  const { signIns } = guard({ clientFailures: 10_000 })
  for (let time = 0; time < 40_000; time += 1) signIns.failed(`${'x'.repeat(200)}${time}`, GUESSER)
  expect(signIns.locks().length).toBeLessThanOrEqual(10_000)
})
