import { expect, test } from 'vitest'
import { announceProblems } from '../../main/engine-host/announce-problems.ts'
import type { Attention } from '../../shared/contract/system.ts'

const revoked: Attention = {
  kind: 'sign-in',
  severity: 'problem',
  text: 'The sign-in of the route "office" ended.',
  subject: 'office',
}
const held: Attention = { kind: 'held', severity: 'info', text: '1 message is held.', subject: null }
const MINUTE = 60_000

test('a problem is announced once while it lasts; lesser things never', () => {
  const first = announceProblems(new Map(), [revoked, held], 0)
  expect(first.announce).toEqual([revoked])
  const second = announceProblems(first.seen, [{ ...revoked, text: 'Other words.' }], 90 * MINUTE)
  expect(second.announce).toEqual([])
})

test('one that comes and goes is not said again, one that was away for long is', () => {
  const first = announceProblems(new Map(), [revoked], 0)
  const away = announceProblems(first.seen, [], 5 * MINUTE)
  expect(announceProblems(away.seen, [revoked], 10 * MINUTE).announce).toEqual([])
  const gone = announceProblems(away.seen, [], 40 * MINUTE)
  expect(announceProblems(gone.seen, [revoked], 41 * MINUTE).announce).toEqual([revoked])
})

test('the same problem of another route is another problem', () => {
  const { seen } = announceProblems(new Map(), [revoked], 0)
  const other = { ...revoked, subject: 'backup' }
  expect(announceProblems(seen, [revoked, other], 1).announce).toEqual([other])
})
