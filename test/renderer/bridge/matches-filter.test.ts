import { expect, it } from 'vitest'
import { matchesFilter, surelyMatchesFilter } from '../../../renderer/bridge/matches-filter.ts'
import { sampleMessage } from '../../../renderer/bridge/memory/sample-messages.ts'
import type { QueueFilter } from '../../../shared/contract/queue.ts'

const NOON = Date.UTC(2026, 2, 3, 12)
const row = {
  ...sampleMessage(4, NOON),
  state: 'deferred' as const,
  subject: 'Re: Überarbeitete Rechnung 2026-17',
  client: '192.168.10.24',
  listener: 'lan',
  size: 2_000,
  attempts: 3,
  recipientCount: 1,
  lastReply: { code: 452, enhanced: '4.2.2', text: 'Mailbox over quota' },
}

it.each<[QueueFilter, boolean]>([
  [{ subject: 'uberarbeitete rech' }, true],
  [{ subject: 'arbeitete' }, false],
  [{ subject: '*17' }, true],
  [{ reply: '452' }, true],
  [{ reply: '4.2.*' }, true],
  [{ reply: '*QUOTA*' }, true],
  [{ reply: '4.7.*' }, false],
  [{ client: '192.168.10.0/24' }, true],
  [{ client: '192.168.11.0/24' }, false],
  [{ listener: 'LAN' }, true],
  [{ minSize: 2_000, maxSize: 2_000 }, true],
  [{ minSize: 2_001 }, false],
  [{ minAttempts: 4 }, false],
  [{ exclude: [{ states: ['deferred'], minAttempts: 4 }] }, true],
  [{ exclude: [{ states: ['deferred'], minAttempts: 3 }] }, false],
  [{ exclude: [{}] }, true],
])('%j matches: %s', (filter, expected) => {
  expect(matchesFilter(row, filter)).toBe(expected)
})

it('what a row does not tell leaves it where it stands, and brings no new one', () => {
  expect(matchesFilter(row, { host: 'mx1.*' })).toBe(true)
  expect(surelyMatchesFilter(row, { host: 'mx1.*' })).toBe(false)
  expect(matchesFilter(row, { exclude: [{ host: 'mx1.*' }] })).toBe(true)
  expect(surelyMatchesFilter(row, { exclude: [{ host: 'mx1.*' }] })).toBe(false)
  expect(surelyMatchesFilter(row, { exclude: [{ listener: 'other' }] })).toBe(true)
})
