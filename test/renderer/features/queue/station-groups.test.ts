import { expect, test } from 'vitest'
import { stationGroups } from '../../../../renderer/features/queue/station-groups.ts'
import type { MessageEvent } from '../../../../shared/domain/message.ts'

const event = (at: number, rest: Partial<MessageEvent>): MessageEvent => ({
  at,
  kind: 'TransientFailure',
  recipient: null,
  route: 'provider',
  rule: null,
  host: 'mx.customer.example',
  reply: { code: 451, enhanced: '4.7.1', text: 'Later, please' },
  sessionId: null,
  note: null,
  nextAttemptAt: null,
  ...rest,
})

test('tells one attempt at several recipients as one station, and the next round as another', () => {
  const groups = stationGroups([
    event(0, { recipient: 'anna@customer.example', nextAttemptAt: 90_000 }),
    event(5, { recipient: 'tom@customer.example', nextAttemptAt: 80_000 }),
    event(9, { recipient: 'gone@customer.example', kind: 'Bounce' }),
    event(90_000, { recipient: 'anna@customer.example' }),
  ])
  expect(groups.map(({ recipients, nextAttemptAt }) => [recipients.length, nextAttemptAt])).toEqual([
    [2, 80_000],
    [1, null],
    [1, null],
  ])
})
