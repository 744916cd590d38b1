import { expect, test } from 'vitest'
import { cellLink, queueLink, senderLink } from '../../../../renderer/features/overview/queue-link.ts'
import { parseFilter } from '../../../../shared/filter/parse-filter.ts'

const HOUR = 3_600_000
const NOW = 100 * HOUR
const filterOf = (link: string | null) =>
  parseFilter(new URLSearchParams(link?.split('?')[1]).get('filter') ?? '', NOW)

test('every cell is read back as the span that it counts', () => {
  const ages = [HOUR / 12, HOUR, 72 * HOUR]
  const open = { states: ['queued', 'active', 'deferred', 'held'], recipientDomain: 'gmail.test' }
  expect(filterOf(cellLink('gmail.test', ages, 0))).toEqual({
    filter: { ...open, receivedAfter: NOW - HOUR / 12 },
    problems: [],
  })
  expect(filterOf(cellLink('gmail.test', ages, 1))).toEqual({
    filter: { ...open, receivedAfter: NOW - HOUR, receivedBefore: NOW - HOUR / 12 },
    problems: [],
  })
  expect(filterOf(cellLink('gmail.test', ages, 3))).toEqual({
    filter: { ...open, receivedBefore: NOW - 72 * HOUR },
    problems: [],
  })
})

test('a group of failures is found by its own filter', () => {
  const filter = { states: ['deferred' as const], route: 'my route', reply: '*Greylisted, try again*' }
  expect(filterOf(queueLink(filter))).toEqual({ filter, problems: [] })
})

test('senders by account, network and address; programs of this computer have no filter', () => {
  const sender = { messages: 1, recipients: 1 }
  expect(filterOf(senderLink({ kind: 'network', name: 'Server room', ...sender }, 'hour')).filter).toEqual({
    network: 'Server room',
    receivedAfter: NOW - HOUR,
  })
  expect(senderLink({ kind: 'local', name: '', ...sender }, 'day')).toBeNull()
})
