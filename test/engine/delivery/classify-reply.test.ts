import { expect, test } from 'vitest'
import {
  classifyReply,
  closesSession,
  isTooManyRecipients,
  type Phase,
  type Verdict,
} from '../../../main/engine/delivery/classify-reply.ts'
import { parseReply } from '../../../main/engine/delivery/parse-reply.ts'

const TABLE: readonly (readonly [Phase, string, Verdict])[] = [
  ['content', '250 2.0.0 Queued as 4711', 'delivered'],
  ['content', '451 4.3.0 Try again', 'deferred'],
  ['content', '554 5.7.1 Spam', 'refused'],
  ['content', '552 5.3.4 Too large', 'refused'],
  ['content', '354 What now', 'deferred'],
  ['data', '250 2.0.0 Already?', 'deferred'],
  ['data', '451 4.7.1 Greylisted', 'deferred'],
  ['data', '554 5.5.1 No valid recipients', 'refused'],
  ['rcpt', '450 4.2.0 Mailbox busy', 'deferred'],
  ['rcpt', '451 4.7.1 Greylisted', 'deferred'],
  ['rcpt', '452 4.5.3 Too many recipients', 'deferred'],
  ['rcpt', '452 4.2.2 Mailbox full', 'deferred'],
  ['rcpt', '552 Too many recipients', 'deferred'],
  ['rcpt', '552 5.5.3 Too many recipients', 'deferred'],
  ['rcpt', '552 5.2.2 Mailbox full', 'refused'],
  ['rcpt', '550 5.1.1 No such user', 'refused'],
  ['rcpt', '553 Address not allowed', 'refused'],
  ['rcpt', '556 5.1.10 Null MX', 'refused'],
  ['rcpt', '421 4.3.2 Closing', 'deferred'],
  ['mail', '550 5.7.1 Sender refused', 'refused'],
  ['mail', '552 5.3.4 Too large', 'refused'],
  ['mail', '530 5.7.0 Authentication required', 'deferred'],
  ['rcpt', '530 5.7.0 Must issue STARTTLS first', 'deferred'],
  ['mail', '535 5.7.8 Credentials expired', 'deferred'],
  ['greeting', '554 5.7.1 You are on a list', 'deferred'],
  ['greeting', '421 4.7.0 Too many connections', 'deferred'],
  ['ehlo', '550 5.7.1 Bad EHLO name', 'deferred'],
  ['starttls', '502 5.5.1 Not implemented', 'deferred'],
  ['auth', '535 5.7.8 Wrong password', 'deferred'],
  ['mail', 'nonsense', 'deferred'],
]

test.each(TABLE)('after %s, "%s" is %s', (phase, wire, verdict) => {
  expect(classifyReply(phase, parseReply(wire))).toBe(verdict)
})

test.each([
  ['421 4.3.2 Closing', true],
  ['521 Host does not accept mail', true],
  ['451 4.3.0 Later', false],
])('"%s" closes the session: %s', (wire, closes) => {
  expect(closesSession(parseReply(wire))).toBe(closes)
})

test.each([
  ['rcpt', '452 4.5.3 Too many recipients', true],
  ['rcpt', '452 Too many recipients', true],
  ['rcpt', '552 Too many recipients', true],
  ['rcpt', '452 4.2.2 Mailbox full', false],
  ['rcpt', '452 4.3.1 Disk full', false],
  ['mail', '452 4.3.1 Disk full', false],
] as const)('after %s, "%s" asks for a further transaction: %s', (phase, wire, surplus) => {
  expect(isTooManyRecipients(phase, parseReply(wire))).toBe(surplus)
})

test.each([
  ['250 Ok', { code: 250, enhanced: null, text: 'Ok' }],
  ['250', { code: 250, enhanced: null, text: '' }],
  ['451 4.7.1 Greylisted', { code: 451, enhanced: '4.7.1', text: 'Greylisted' }],
  [
    '550-5.7.1 Line one\n550-5.7.1 line two\n550 5.7.1 end',
    { code: 550, enhanced: '5.7.1', text: 'Line one line two end' },
  ],
  [
    '550-Line one\n550 5.7.1 is a section',
    { code: 550, enhanced: null, text: 'Line one 5.7.1 is a section' },
  ],
  ['220 1.2.3.4 ESMTP', { code: 220, enhanced: null, text: '1.2.3.4 ESMTP' }],
  ['550 \u0000bad\u0007  words', { code: 550, enhanced: null, text: 'bad words' }],
  ['* what', { code: null, enhanced: null, text: '* what' }],
  ['999 odd', { code: null, enhanced: null, text: '999 odd' }],
])('reads %j', (wire, reply) => {
  expect(parseReply(wire)).toEqual(reply)
})
