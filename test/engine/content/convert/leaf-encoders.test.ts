import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  Base64Encoder,
  QuotedPrintableEncoder,
} from '../../../../main/engine/content/convert/leaf-encoders.ts'
import { LINE_END } from '../../../../main/engine/content/convert/mime-walker.ts'

const pieces = fc.array(
  fc.oneof(
    fc.constant(LINE_END),
    fc.uint8Array({ minLength: 1, maxLength: 120 }).map((octets) => Buffer.from(octets)),
    fc.constantFrom(' ', '\t', '= ', 'ü ').map((text) => Buffer.from(text)),
  ),
  { maxLength: 30 },
)

test('base64 holds the same octets, in lines of at most 76', () => {
  fc.assert(
    fc.property(pieces, (given) => {
      const encoder = new Base64Encoder()
      const text = Buffer.concat([...given.map((piece) => encoder.push(piece)), encoder.end()]).toString()
      expect(Buffer.from(text, 'base64').equals(Buffer.concat(given))).toBe(true)
      expect(text.split('\r\n').every((line) => line.length <= 76)).toBe(true)
    }),
  )
})

test('quoted-printable holds the same octets, in printable lines of at most 76 that end in no space', () => {
  fc.assert(
    fc.property(pieces, (given) => {
      const encoder = new QuotedPrintableEncoder()
      const text = Buffer.concat([...given.map((piece) => encoder.push(piece)), encoder.end()]).toString(
        'latin1',
      )
      expect(decode(text).equals(Buffer.concat(given))).toBe(true)
      expect(text).toMatch(/^[\x20-\x7e\t\r\n]*$/)
      for (const line of text.split('\r\n')) expect(line).toMatch(/^(.{0,75}[^ \t])?$/)
    }),
  )
})

/** RFC 2045 §6.7. */
function decode(text: string): Buffer {
  const joined = text.replace(/=\r\n/g, '')
  return Buffer.from(
    joined.replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
}
