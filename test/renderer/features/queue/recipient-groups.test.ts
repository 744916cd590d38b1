import { expect, test } from 'vitest'
import { recipientGroups } from '../../../../renderer/features/queue/recipient-groups.ts'
import type { Recipient } from '../../../../shared/domain/recipient.ts'

const recipient = (number: number, rest: Partial<Recipient>): Recipient => ({
  number,
  address: `member-${number}@customer.example`,
  state: 'deferred',
  route: 'provider',
  attempts: 1,
  nextAttemptAt: null,
  lastHost: 'mx.customer.example',
  lastReply: { code: 451, enhanced: '4.7.1', text: 'Later, please' },
  notify: null,
  originalRecipient: null,
  delayNoticeSentAt: null,
  hold: null,
  forcedRoute: null,
  ...rest,
})

test('tells one fate once, with the earliest next try', () => {
  const groups = recipientGroups([
    recipient(1, { nextAttemptAt: 90 }),
    recipient(2, { nextAttemptAt: 70 }),
    recipient(3, { lastReply: { code: 550, enhanced: '5.1.1', text: 'No such user' }, state: 'bounced' }),
    recipient(4, { nextAttemptAt: 80 }),
  ])
  expect(
    groups.map(({ first, addresses, nextAttemptAt }) => [first.number, addresses.length, nextAttemptAt]),
  ).toEqual([
    [1, 3, 70],
    [3, 1, null],
  ])
})
