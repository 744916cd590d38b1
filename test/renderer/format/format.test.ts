import { expect, test } from 'vitest'
import { explainReply } from '../../../renderer/format/explain-reply.ts'
import { bytes, compactCount, counted } from '../../../renderer/format/quantity.ts'
import { age, dueTime, gapText, relativeTime } from '../../../renderer/format/relative-time.ts'
import { senderText } from '../../../renderer/format/sender-text.ts'
import { tailStart } from '../../../renderer/format/tail-start.ts'

const NOW = Date.UTC(2026, 0, 15, 12)
const MINUTE = 60_000
const HOUR = 60 * MINUTE

test.each([
  [0, 'just now'],
  [9_999, 'just now'],
  [59_999, '59 s ago'],
  [119_000, '1 min ago'],
  [2 * HOUR, '2 h ago'],
  [47 * HOUR, '47 h ago'],
  [3 * 24 * HOUR, '3 d ago'],
  [-4 * MINUTE, 'in 4 min'],
])('says what was %i ms ago as %j', (past, text) => {
  expect(relativeTime(NOW - past, NOW)).toBe(text)
})

test('calls a planned attempt whose time has come due, not past', () => {
  expect(dueTime(NOW - 5 * MINUTE, NOW)).toBe('due now')
  expect(dueTime(NOW + 90_000, NOW)).toBe('in 1 min')
})

test('never shows a negative age where clocks disagree', () => {
  expect(age(NOW + 3_000, NOW)).toBe('0 s')
})

test('keeps quiet about pauses too short to matter', () => {
  expect([gapText(49), gapText(240), gapText(3_140), gapText(2 * MINUTE)]).toEqual([
    '',
    '+0.24 s',
    '+3.1 s',
    '+2 min',
  ])
})

test.each([
  ['maria.gonzalez@office.test', '@office.test'],
  ['"a@b"@office.test', '@office.test'],
  ['2026-10-09-contract.pdf', 'ract.pdf'],
  ['short', 'short'],
  ['', ''],
])('of %j keeps %j longest', (text, kept) => {
  expect(text.slice(tailStart(text))).toBe(kept)
})

test('gives the null sender words', () => {
  expect(senderText('')).toBe('<> (bounce)')
})

test('writes sizes and counts for people', () => {
  expect([bytes(812), bytes(49_357), bytes(20 * 1024 ** 2), bytes(150 * 1024 ** 2)]).toEqual([
    '812 B',
    '48.2 KiB',
    '20 MiB',
    '150 MiB',
  ])
  expect([counted(1, 'message'), counted(1_204, 'message')]).toEqual(['1 message', '1,204 messages'])
  expect([compactCount(950), compactCount(1_234), compactCount(48_000), compactCount(1_000_000)]).toEqual([
    '950',
    '1.2k',
    '48k',
    '1M',
  ])
})

test.each([
  [{ code: 250, enhanced: '2.0.0', text: 'OK' }, null],
  [
    { code: 451, enhanced: '4.7.1', text: 'Greylisted' },
    'The server makes every new sender come back later (greylisting).',
  ],
  [
    { code: 535, enhanced: '5.7.139', text: 'disabled' },
    'Microsoft 365 refused the sign-in of the route: passwords for SMTP are switched off for the mailbox or the organisation, or a policy forbids it.',
  ],
  [{ code: 550, enhanced: '5.1.1', text: 'no such user' }, 'The recipient’s address does not exist there.'],
  [
    { code: null, enhanced: null, text: 'connect ECONNREFUSED 192.0.2.1:25' },
    'Nothing answers on that host and port.',
  ],
  [
    { code: 499, enhanced: null, text: 'hm' },
    'This wording is not in the catalogue. By its number it is a passing refusal: the server asks to come back later.',
  ],
  [
    { code: 599, enhanced: null, text: 'hm' },
    'This wording is not in the catalogue. By its number it is a refusal for good of this mail.',
  ],
])('explains %j', (reply, what) => {
  expect(explainReply(reply)?.what ?? null).toBe(what)
})
