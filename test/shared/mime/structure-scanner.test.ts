import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../../shared/mime/message-structure.ts'
import { readContent } from '../../../shared/mime/read-content.ts'
import { StructureScanner } from '../../../shared/mime/structure-scanner.ts'
import { decodeTransfer, transferDecoder } from '../../../shared/mime/transfer-decoder.ts'

const octets = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

/** Each piece in the same buffer, as a file is read: what is kept must be a copy. */
function scan(source: Uint8Array, cuts: readonly number[] = []) {
  const scanner = new StructureScanner()
  const buffer = Buffer.alloc(source.length)
  const push = (piece: Uint8Array) => {
    buffer.fill(0x2d).set(piece)
    scanner.push(buffer.subarray(0, piece.length))
  }
  let from = 0
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    const to = Math.max(from, Math.min(cut, source.length))
    push(source.subarray(from, to))
    from = to
  }
  push(source.subarray(from))
  buffer.fill(0x2d)
  return scanner.end()
}

/** What mail is made of, thrown together. */
const scraps = fc
  .array(
    fc.constantFrom(
      'Content-Type: multipart/mixed; boundary=a',
      'Content-Type: multipart/alternative; boundary="b"',
      'Content-Type: multipart/mixed; boundary=',
      'Content-Type: text/html; charset=utf-8',
      'Content-Type: message/rfc822',
      'Content-Transfer-Encoding: base64',
      'Content-Transfer-Encoding: quoted-printable',
      'Content-ID: <x>',
      'Content-Type: image/png',
      '',
      '--a',
      '--a--',
      '--b',
      '--b--',
      '--',
      '-',
      'SGVsbG8=',
      '=F6=',
      '<img src="cid:x"><style>@import url(//h.test/x)</style>',
      '<a "',
      ' folded',
      '\xff\xfe\x00',
    ),
    { maxLength: 60 },
  )
  .chain((parts) =>
    fc
      .array(fc.constantFrom('\r\n', '\n', '', '\r'), { minLength: parts.length, maxLength: parts.length })
      .map((ends) => octets(parts.map((part, index) => part + ends[index]).join(''))),
  )

describe('the structure of a message', () => {
  it('is the same however the octets are cut', () => {
    fc.assert(
      fc.property(scraps, fc.array(fc.nat(900), { maxLength: 12 }), (source, cuts) => {
        expect(scan(source, cuts)).toEqual(scan(source))
      }),
      { numRuns: 400 },
    )
  })

  it('can be read of anything, without an error', () => {
    fc.assert(
      fc.property(fc.oneof(scraps, fc.uint8Array({ maxLength: 2_000 })), (source) => {
        const content = readContent(scan(source))
        expect(content.size).toBe(source.length)
        for (const part of content.parts) expect(part.size).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 400 },
    )
  })

  it('has bounds: parts, depth, header and what is kept', () => {
    const many = scan(
      octets(`Content-Type: multipart/mixed; boundary=a\n\n${'--a\n\nx\n'.repeat(3_000)}--a--\n`),
    )
    expect(many.parts).toHaveLength(LIMITS.parts)
    expect(many.problems[0]).toMatch(/more than 1000 parts/)

    const nest = (depth: number): string =>
      `Content-Type: multipart/mixed; boundary=b${depth}\n\n--b${depth}\n${depth > 60 ? '\nx\n' : nest(depth + 1)}`
    expect(scan(octets(nest(0))).problems.join()).toMatch(/nested deeper than 20/)

    const header = scan(octets(`X: ${'y'.repeat(2_000_000)}`))
    expect(header.header.length).toBe(LIMITS.header)
    expect(header.problems[0]).toMatch(/longer than 256 KiB/)

    const text = scan(octets(`Subject: x\n\n${'text '.repeat(2_000_000)}`))
    expect(text.parts[0]?.kept?.octets.length).toBe(LIMITS.text)
    expect(readContent(text).text?.truncated).toBe(true)
  })
})

describe('transfer encodings', () => {
  it('decode the same in any chunks', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('base64' as const, 'quoted-printable' as const),
        fc.stringMatching(/^[=A-F0-9a \t\r\nzü+/-]{0,200}$/),
        fc.array(fc.nat(200), { maxLength: 5 }),
        (encoding, text, cuts) => {
          const source = octets(text)
          const decoder = transferDecoder(encoding)
          const out: number[] = []
          let from = 0
          for (const cut of [...cuts].sort((a, b) => a - b)) {
            out.push(...decoder.push(source.subarray(from, Math.max(from, cut))))
            from = Math.max(from, cut)
          }
          out.push(...decoder.push(source.subarray(from)), ...decoder.end())
          expect(out).toEqual([...decodeTransfer(source, encoding).octets])
        },
      ),
    )
  })

  it('are undone whatever was encoded', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (content) => {
        const encoded = Buffer.from(content).toString('base64').replace(/.{20}/g, '$&\r\n')
        expect([...decodeTransfer(octets(encoded), 'base64').octets]).toEqual([...content])
      }),
    )
  })

  it('quoted-printable loses blanks at the ends of lines and joins soft breaks', () => {
    const decoded = (text: string) =>
      String.fromCharCode(...decodeTransfer(octets(text), 'quoted-printable').octets)
    expect(decoded('a=3D b  \r\nc=\r\nd= \t\r\ne=zz =')).toBe('a= b\r\ncde=zz ')
  })
})
