import { expect, test } from 'vitest'
import { recipientItems } from '../../../../renderer/features/queue/recipient-items.ts'
import type { Recipient, RecipientState } from '../../../../shared/domain/recipient.ts'

function recipient(number: number, state: RecipientState, text: string | null = null): Recipient {
  return {
    number,
    address: `person-${number}@far.test`,
    state,
    route: 'provider',
    attempts: 1,
    nextAttemptAt: null,
    lastReply: text === null ? null : { code: 550, enhanced: '5.1.1', text },
    lastHost: null,
    notify: null,
    originalRecipient: null,
    delayNoticeSentAt: null,
    hold: null,
    forcedRoute: null,
  }
}

test('what failed stands first, and each fate is told once, also for ten thousand', () => {
  const many = Array.from({ length: 10_000 }, (_, index) =>
    index % 100 === 7 ? recipient(index, 'bounced', 'no such user') : recipient(index, 'delivered'),
  )
  const items = recipientItems(many, '')
  expect(items).toHaveLength(10_002)
  expect(items[0]).toMatchObject({ kind: 'fate', count: 100, first: { state: 'bounced' } })
  expect(items[101]).toMatchObject({ kind: 'fate', count: 9_900, first: { state: 'delivered' } })
})

test('are found by address, reply, code and state', () => {
  const some = [
    recipient(1, 'bounced', 'no such user'),
    recipient(2, 'delivered'),
    recipient(12, 'delivered'),
  ]
  const found = (text: string) =>
    recipientItems(some, text).flatMap((item) => (item.kind === 'recipient' ? item.recipient.number : []))
  expect(found('SUCH')).toEqual([1])
  expect(found('550')).toEqual([1])
  expect(found('person-1')).toEqual([1, 12])
  expect(found('delivered')).toEqual([2, 12])
  expect(found('nobody')).toEqual([])
})
