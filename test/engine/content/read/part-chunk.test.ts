import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodableLength } from '../../../../main/engine/content/read/part-chunk.ts'
import { decodeTransfer } from '../../../../shared/mime/transfer-decoder.ts'

const octets = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'))

test('what is decoded piece by piece is what is decoded at once', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 400 }),
      fc.integer({ min: 1, max: 90 }),
      fc.integer({ min: 100, max: 300 }),
      (content, width, chunk) => {
        const encoded = octets(
          Buffer.from(content)
            .toString('base64')
            .replace(new RegExp(`.{${width}}`, 'g'), '$&\r\n'),
        )
        const pieces: number[] = []
        for (let at = 0; at < encoded.length; ) {
          const piece = encoded.subarray(at, at + chunk)
          const length = decodableLength(piece, 'base64', at + piece.length >= encoded.length)
          pieces.push(...decodeTransfer(piece.subarray(0, length), 'base64').octets)
          at += length
        }
        expect(pieces).toEqual([...content])
      },
    ),
  )
})

test('quoted-printable is cut after a line, and a line without end is not waited for', () => {
  expect(decodableLength(octets('a=\r\nb=3'), 'quoted-printable', false)).toBe(4)
  expect(decodableLength(octets('abc'), 'quoted-printable', false)).toBe(3)
  expect(decodableLength(octets('abc'), 'identity', false)).toBe(3)
})
