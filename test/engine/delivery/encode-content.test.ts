import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ContentEncoder } from '../../../main/engine/delivery/encode-content.ts'

test.each([
  ['an ordinary message', 'a\r\nb\r\n', 'a\r\nb\r\n.\r\n'],
  ['nothing', '', '.\r\n'],
  ['a last line without its end', 'a', 'a\r\n.\r\n'],
  ['a dot at the very beginning', '.a\r\n', '..a\r\n.\r\n'],
  ['a dot at the beginning of a line', 'a\r\n.b\r\n', 'a\r\n..b\r\n.\r\n'],
  ['a line of one dot', 'a\r\n.\r\nb\r\n', 'a\r\n..\r\nb\r\n.\r\n'],
  ['dots within a line', 'a.b..\r\n', 'a.b..\r\n.\r\n'],
  ['bare LF', 'a\nb\n', 'a\r\nb\r\n.\r\n'],
  ['bare CR', 'a\rb\r', 'a\r\nb\r\n.\r\n'],
  ['LF dot LF', 'a\n.\nb', 'a\r\n..\r\nb\r\n.\r\n'],
  ['CR dot CR', 'a\r.\rb', 'a\r\n..\r\nb\r\n.\r\n'],
  ['LF dot CRLF', 'a\n.\r\nb', 'a\r\n..\r\nb\r\n.\r\n'],
  ['CR CR LF', 'a\r\r\nb', 'a\r\n\r\nb\r\n.\r\n'],
])('sends %s', (_name, content, wire) => {
  expect(encode([content])).toBe(wire)
  expect(encode(content.split(''))).toBe(wire)
})

test('never lets an end of data through, however the content is cut', () => {
  const text = fc.array(fc.constantFrom('\r', '\n', '.', 'a')).map((parts) => parts.join(''))
  fc.assert(
    fc.property(fc.array(text), (chunks) => {
      const wire = encode(chunks)
      expect(wire).toBe(encode([chunks.join('')]))
      expect(wire.endsWith('.\r\n')).toBe(true)
      expect(wire.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
      expect(`\r\n${wire}`.indexOf('\r\n.\r\n')).toBe(wire.length - 3)
    }),
  )
})

function encode(chunks: readonly string[]): string {
  const encoder = new ContentEncoder()
  const parts = chunks.map((chunk) => encoder.encode(Buffer.from(chunk)))
  return Buffer.concat([...parts, encoder.end()]).toString()
}
