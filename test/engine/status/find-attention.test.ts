import { expect, test } from 'vitest'
import { findAttention, type Situation } from '../../../main/engine/status/find-attention.ts'
import type { Lock } from '../../../shared/contract/security.ts'
import { ruleSchema } from '../../../shared/domain/rule.ts'

const rule = ruleSchema.parse({ name: 'rest', action: { kind: 'route', route: 'provider' } })
const provider = {
  name: 'provider',
  paused: false,
  waiting: 0,
  lastSuccessAt: null,
  lastFailureAt: null,
  lastFailure: null,
  circuits: [],
  signIn: null,
  waitingFor: null,
  pacing: [],
}
const calm: Situation = {
  counts: { queued: 0, active: 0, deferred: 0, held: 0, delivered: 9, failed: 0, cancelled: 0 },
  pauses: { queue: false, routes: [] },
  disk: { freeBytes: 1e11, low: false },
  listeners: [],
  routes: [provider],
  rules: [rule],
  storageProblem: null,
  damage: [],
  doubleBounces: 0,
  certificateProblem: null,
  backupProblem: null,
  locks: [],
  limited: [],
  stuck: [],
  expected: [],
  shared: [],
  now: 1_000_000_000,
  startedAt: 0,
}
const lock: Lock = {
  id: '1',
  kind: 'account-from-client',
  account: 'scanner',
  client: '192.0.2.1',
  failures: 10,
  since: 0,
  until: 900_000,
}
const kinds = (situation: Partial<Situation>) =>
  findAttention({ ...calm, ...situation }).map(({ kind, severity, subject }) => [kind, severity, subject])

test('all is well: nothing to do', () => {
  expect(kinds({})).toEqual([])
})

test.each<[string, Partial<Situation>, unknown[]]>([
  ['no route', { routes: [], rules: [] }, ['no-route', 'warning', null]],
  [
    'routes to which no enabled rule leads',
    { rules: [{ ...rule, enabled: false }] },
    ['no-route', 'warning', null],
  ],
  [
    'a failing route with mail on it',
    { routes: [{ ...provider, waiting: 2, lastFailureAt: 5, lastFailure: 'refused' }] },
    ['route-failing', 'problem', 'provider'],
  ],
  ['a paused queue', { pauses: { queue: true, routes: [] } }, ['paused', 'warning', null]],
  ['a paused route', { pauses: { queue: false, routes: ['provider'] } }, ['paused', 'info', 'provider']],
  ['held mail', { counts: { ...calm.counts, held: 1 } }, ['held', 'info', null]],
  ['a lock', { locks: [lock] }, ['locked', 'warning', 'scanner']],
  ['many locks in one', { locks: [lock, lock, lock, lock] }, ['locked', 'warning', null]],
  [
    'an account at its limit',
    { limited: [{ username: 'scanner', reached: '5 of 5 messages this hour; goes on at 14:20' }] },
    ['limit', 'warning', 'scanner'],
  ],
  ['failed mail', { counts: { ...calm.counts, failed: 1 } }, ['failed', 'warning', null]],
  ['a full disk', { disk: { freeBytes: 5, low: true } }, ['disk-low', 'problem', null]],
  [
    'a certificate that is about to end',
    { certificateProblem: 'It ends tomorrow.' },
    ['certificate', 'warning', null],
  ],
])('names %s', (_, situation, expected) => {
  expect(kinds(situation)).toEqual([expected])
})

test('a route that failed long ago and works again, or has nothing to send, is no matter', () => {
  const recovered = { ...provider, waiting: 2, lastFailureAt: 5, lastSuccessAt: 6 }
  const idle = { ...provider, lastFailureAt: 5 }
  expect(kinds({ routes: [recovered, idle] })).toEqual([])
})

test('what could not be stored is said with what to do, unless the disk says so itself', () => {
  const storageProblem = 'disk I/O error'
  expect(findAttention({ ...calm, storageProblem })).toMatchObject([
    {
      kind: 'storage',
      severity: 'problem',
      text: expect.stringMatching(/disk I\/O error.*Look after the disk/),
    },
  ])
  expect(kinds({ storageProblem, disk: { freeBytes: 0, low: true } })).toMatchObject([
    ['disk-low', 'problem', null],
  ])
})

test('problems come first', () => {
  const situation = { counts: { ...calm.counts, held: 3 }, disk: { freeBytes: 0, low: true } }
  expect(kinds(situation).map(([kind]) => kind)).toEqual(['disk-low', 'held'])
})

test('held mail that only wants a route needs no decision', () => {
  const counts = { ...calm.counts, held: 4 }
  const [, held] = findAttention({ ...calm, counts, routes: [], rules: [] })
  expect(held?.text).toMatch(/^4 messages are held\. .* leaves by itself/)
})

test('a failing route says what the reply means, and what to do first', () => {
  const failing = { ...provider, waiting: 3, lastFailureAt: 5 }
  const lastFailure = '535 5.7.139 Authentication unsuccessful, basic authentication is disabled.'
  const [attention] = findAttention({ ...calm, routes: [{ ...failing, lastFailure }] })
  expect(attention?.text).toBe(
    `The route "provider" fails, 3 messages wait: ${lastFailure} Microsoft takes no passwords for SMTP any more, only OAuth2. Set the sign-in of the route to OAuth2 with the provider Microsoft, and sign in.`,
  )
  const own =
    '4.4.1 smtp.provider.test:587 refused the connection: nothing listens there, or a firewall blocks it.'
  const [quiet] = findAttention({ ...calm, routes: [{ ...failing, lastFailure: own }] })
  expect(quiet?.text).toBe(
    `The route "provider" fails, 3 messages wait: ${own} Check host and port of the route, and that the server there is running.`,
  )
})

test('reports that could not be delivered are named apart from other held mail', () => {
  const counts = { ...calm.counts, held: 3 }
  expect(kinds({ counts, doubleBounces: 1 })).toEqual([
    ['double-bounce', 'warning', null],
    ['held', 'info', null],
  ])
  expect(findAttention({ ...calm, counts, doubleBounces: 1 })[1]?.text).toMatch(/^2 messages are held/)
  expect(kinds({ counts, doubleBounces: 3 })).toEqual([['double-bounce', 'warning', null]])
})
