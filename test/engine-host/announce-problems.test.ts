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

test('a route that stumbles is no news, one that stays down is; its circuit is the same matter', () => {
  const failing: Attention = { ...revoked, kind: 'route-failing', text: 'It fails.' }
  const circuit: Attention = { ...revoked, kind: 'circuit', text: 'It is not used.' }
  const first = announceProblems(new Map(), [failing], 0)
  expect(first.announce).toEqual([])
  const later = announceProblems(first.seen, [failing], 30_000)
  expect(later.announce).toEqual([])
  const lasting = announceProblems(later.seen, [failing], 61_000)
  expect(lasting.announce).toEqual([failing])
  expect(announceProblems(lasting.seen, [circuit], 62_000).announce).toEqual([])
})

test('a sign-in that ends soon is said, and so is its end; one still to be made is not', () => {
  const ending: Attention = { ...revoked, severity: 'info', text: 'It ends in 3 days.' }
  expect(announceProblems(new Map(), [{ ...revoked, severity: 'warning' }], 0).announce).toEqual([])
  const first = announceProblems(new Map(), [ending], 0)
  expect(first.announce).toEqual([ending])
  expect(announceProblems(first.seen, [revoked], 1).announce).toEqual([revoked])
})

test('devices that fall silent and a queue that is stuck are said as warnings already', () => {
  const silent: Attention = { ...revoked, kind: 'device-silent', severity: 'warning' }
  const stuck: Attention = { ...revoked, kind: 'queue-stuck', severity: 'warning', subject: null }
  expect(announceProblems(new Map(), [silent, stuck], 0).announce).toEqual([silent, stuck])
})
