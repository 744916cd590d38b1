import { expect, test } from 'vitest'
import { ruleSentence, stationOf } from '../../../../renderer/features/queue/history-sentence.ts'
import { EVENT_KINDS, type MessageEvent } from '../../../../shared/domain/message.ts'

const event = (change: Partial<MessageEvent>): MessageEvent => ({
  at: 0,
  kind: 'Delivery',
  recipient: null,
  route: null,
  rule: null,
  host: null,
  sessionId: null,
  reply: null,
  note: null,
  nextAttemptAt: null,
  ...change,
})

test('every kind of event has words', () => {
  for (const kind of EVENT_KINDS) expect(stationOf(event({ kind })).title).not.toBe('')
})

test('a station names the host, else the route', () => {
  expect(stationOf(event({ host: 'mx.test [192.0.2.1]', route: 'direct' })).title).toBe(
    'Delivered to mx.test [192.0.2.1]',
  )
  expect(stationOf(event({ kind: 'TransientFailure', route: 'direct' })).title).toBe(
    'Not yet taken by direct',
  )
  expect(ruleSentence(event({ rule: 'rest', route: 'direct' }))).toBe(
    'Relay rule “rest” chose route “direct”',
  )
})
