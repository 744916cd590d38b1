import { expect, test } from 'vitest'
import { HEADER_LIMIT, HeaderCollector, readHeader } from '../../../main/engine/inbound/message-header.ts'

const read = (text: string) => readHeader(Buffer.from(text), true)

test('decodes and unfolds the subject', () => {
  expect(read('Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\n =?utf-8?Q?_aus_dem_B=C3=BCro?=\r\n').subject).toBe(
    'Grüße aus dem Büro',
  )
  expect(read('subject : plain\r\n  folded\r\n').subject).toBe('plain  folded')
  expect(read('SUBJECT: =?no-such-charset?B?!!?=\r\n').subject).not.toBe('')
  expect(readHeader(Buffer.from('Subject: Grüße\r\n', 'latin1'), true).subject).toBe('Grüße')
  expect(read('Subject: a\u2028b\u0007c\r\n').subject).toBe('a b c')
  expect(read(`Subject: ${'x'.repeat(600)}\r\n`).subject).toHaveLength(501)
})

test('finds Message-ID and Date without case, and only in the header', () => {
  const facts = read('message-id: <a@b.test>\r\nDATE: today\r\n')
  expect(facts).toMatchObject({ hasMessageId: true, hasDate: true, messageId: 'a@b.test' })
  expect(read('X-Message-ID: x\r\n\r\nDate: no\r\n')).toMatchObject({ hasMessageId: false, hasDate: false })
})

test('counts Received fields, folded or not', () => {
  expect(read('Received: a\r\n\tb\r\nReceived: c\r\nX: Received: d\r\n').receivedCount).toBe(2)
})

test('knows text that has no header', () => {
  expect(read('Hello world\r\nSubject: no\r\n')).toMatchObject({ wellFormed: false, subject: '' })
  expect(read('\r\nbody').wellFormed).toBe(true)
  expect(read('').wellFormed).toBe(true)
})

test('collects a header that comes in pieces', () => {
  const collector = new HeaderCollector()
  const message = 'Subject: x\r\n\r\nbody\r\n'
  const pieces = [...message].map((character) => collector.push(Buffer.from(character)))
  const decided = pieces.find((piece) => piece !== null)
  expect(decided?.octets.toString()).toBe('Subject: x\r\n\r\n')
  expect(decided?.facts).toMatchObject({ subject: 'x', complete: true })
})

test('gives up on a header without an end', () => {
  const collector = new HeaderCollector()
  const line = Buffer.from(`X-Long: ${'x'.repeat(1_000)}\r\n`)
  let pushed = 0
  let decided = null
  while (!decided) {
    decided = collector.push(line)
    pushed += line.length
  }
  expect(pushed).toBeLessThan(HEADER_LIMIT + 2 * line.length)
  expect(decided.octets).toHaveLength(pushed)
  expect(decided.facts.complete).toBe(false)
})
