import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LineFolder } from '../../../main/engine/inbound/line-folder.ts'
import { LineMeter } from '../../../main/engine/inbound/line-meter.ts'

function fold(text: string, ...cuts: number[]) {
  const octets = Buffer.from(text)
  const folder = new LineFolder()
  const ends = [...cuts.map((cut) => cut % (octets.length + 1)).sort((a, b) => a - b), octets.length]
  let from = 0
  const parts: Buffer[] = []
  for (const end of ends) {
    parts.push(...folder.push([octets.subarray(from, end)]))
    from = end
  }
  parts.push(...folder.end())
  return { text: Buffer.concat(parts).toString(), folded: folder.folded }
}

test.each([
  ['short lines', 'A: b\r\n\r\nc\r\n'],
  ['an empty message', ''],
  ['text without its last CRLF', 'A: b\r\n\r\nc'],
  ['lines of just 998 octets', `A: b\r\n\r\n${'x'.repeat(998)}\r\n`],
  ['a field without white space', `A:${'x'.repeat(3_000)}\r\n\r\nc\r\n`],
])('%s stay as they are', (_, text) => expect(fold(text)).toEqual({ text, folded: 0 }))

test('a field is folded in front of its last white space that fits', () => {
  const words = `${'x'.repeat(600)} ${'y'.repeat(390)} ${'z'.repeat(500)}`
  expect(fold(`A: ${words}\r\n\r\n`)).toEqual({
    text: `A: ${'x'.repeat(600)} ${'y'.repeat(390)}\r\n ${'z'.repeat(500)}\r\n\r\n`,
    folded: 1,
  })
})

test('a field whose first word is too long is folded behind it', () => {
  expect(fold(`A:${'x'.repeat(2_500)} end\r\n\r\n`).text).toBe(`A:${'x'.repeat(2_500)}\r\n end\r\n\r\n`)
})

test('a line of the body is cut between characters', () => {
  const { text, folded } = fold(`\r\nx${'€'.repeat(1_000)}\r\n`)
  expect(folded).toBe(1)
  expect(text).not.toContain('\ufffd')
  expect(text.split('\r\n').map((line) => Buffer.byteLength(line))).toEqual([0, 997, 996, 996, 12, 0])
})

const content = fc
  .array(
    fc.oneof(
      fc.constantFrom('\r\n', '\r\n\r\n', ' ', '\t', ': '),
      fc.integer({ min: 1, max: 1_500 }).map((count) => 'x'.repeat(count)),
      fc.integer({ min: 1, max: 500 }).map((count) => 'ü€'.repeat(count)),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

test('whatever is folded loses nothing, however it is cut into parts, and its body has no long line', () => {
  fc.assert(
    fc.property(content, fc.array(fc.nat(5_000), { maxLength: 4 }), (text, cuts) => {
      const folded = fold(text, ...cuts).text
      expect(folded.replaceAll('\r\n', '')).toBe(text.replaceAll('\r\n', ''))
      const headerEnd = text.startsWith('\r\n') ? 0 : text.indexOf('\r\n\r\n')
      const body = headerEnd < 0 ? '' : folded.slice(folded.search(/(^|\r\n)\r\n/))
      expect(Math.max(0, ...body.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(
        998,
      )
      expect(new LineMeter().exceededBy([Buffer.from(body)])).toBe(false)
    }),
  )
})

test('the meter finds a long line, however it is cut into parts', () => {
  fc.assert(
    fc.property(content, fc.nat(5_000), (text, cut) => {
      const octets = Buffer.from(text)
      const long = text.split('\r\n').some((line) => Buffer.byteLength(line) > 998)
      const parts = [octets.subarray(0, cut), octets.subarray(cut)]
      expect(new LineMeter().exceededBy(parts)).toBe(long)
    }),
  )
})
