import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DataDecoder } from '../../../main/engine/inbound/data-decoder.ts'

function decode(...chunks: string[]): { content: string; rest: string | null } {
  const decoder = new DataDecoder()
  let content = ''
  for (const chunk of chunks) {
    const decoded = decoder.push(Buffer.from(chunk, 'latin1'))
    const text = Buffer.concat(decoded.content).toString('latin1')
    expect(decoded.size).toBe(text.length)
    content += text
    if (decoded.rest) return { content, rest: decoded.rest.toString('latin1') }
  }
  return { content, rest: null }
}

test.each([
  ['an ordinary message', 'a\r\nb\r\n.\r\nQUIT\r\n', 'a\r\nb\r\n', 'QUIT\r\n'],
  ['an empty message', '.\r\nQUIT\r\n', '', 'QUIT\r\n'],
  ['stuffed dots', '..\r\n..a\r\nb..\r\n.\r\n', '.\r\n.a\r\nb..\r\n', ''],
  ['an unstuffed dot before text', '.a\r\n.\r\n', 'a\r\n', ''],
  ['bare line feeds', 'a\nb\n\r\n.\r\n', 'a\r\nb\r\n\r\n', ''],
  ['doubled carriage returns', 'a\r\r\nb\r\n.\r\n', 'a\r\nb\r\n', ''],
  ['a carriage return alone', 'a\rb\r\n.\r\n', 'a\r\nb\r\n', ''],
  ['a dot behind a carriage return alone', 'a\r..b\r\n.\r\n', 'a\r\n.b\r\n', ''],
])('decodes %s', (_, wire, content, rest) => expect(decode(wire)).toEqual({ content, rest }))

// Everything that some server took for the end of a message: CVE-2023-51764, -51765, -51766 and their kin.
test.each([
  ['LF dot LF', 'a\n.\nMAIL', 'a\r\n.\r\nMAIL'],
  ['LF dot CRLF', 'a\n.\r\nMAIL', 'a\r\n.\r\nMAIL'],
  ['CRLF dot LF', 'a\r\n.\nMAIL', 'a\r\n.\r\nMAIL'],
  ['CR dot CR', 'a\r.\rMAIL', 'a\r\n.\r\nMAIL'],
  ['CR dot CRLF', 'a\r.\r\nMAIL', 'a\r\n.\r\nMAIL'],
  ['CRLF dot CR', 'a\r\n.\rMAIL', 'a\r\n\r\nMAIL'],
  ['CR CRLF dot CR CRLF', 'a\r\r\n.\r\r\nMAIL', 'a\r\n\r\nMAIL'],
  ['LF dot CR LF after a bare CR', 'a\r\n\r.\r\nMAIL', 'a\r\n\r\n.\r\nMAIL'],
  ['CRLF NUL dot CRLF', 'a\r\n\0.\r\nMAIL', 'a\r\n.\r\nMAIL'],
  ['CRLF dot NUL CRLF', 'a\r\n.\0\r\nMAIL', 'a\r\n\r\nMAIL'],
])('%s does not end the message', (_, wire, content) =>
  expect(decode(`${wire}\r\n.\r\n`)).toEqual({ content: `${content}\r\n`, rest: '' }),
)

const wire = fc
  .array(fc.constantFrom('\r', '\n', '.', 'a', '\r\n', '\r\n.', '\0', 'text'), { maxLength: 40 })
  .map((parts) => parts.join(''))

test('how the octets are cut into chunks changes nothing', () => {
  fc.assert(
    fc.property(wire, fc.array(fc.nat(60), { maxLength: 6 }), (text, cuts) => {
      const all = `${text}\r\n.\r\nQUIT`
      const sorted = [0, ...cuts.map((cut) => Math.min(cut, all.length)).sort((a, b) => a - b), all.length]
      const chunks = sorted.slice(1).map((end, index) => all.slice(sorted[index], end))
      const whole = decode(all)
      const cut = decode(...chunks)
      expect(cut.content).toBe(whole.content)
      expect(whole.rest).not.toBeNull()
      expect(cut.rest).not.toBeNull()
    }),
  )
})

test('what comes out has no line end but CRLF, and is the same after another hop', () => {
  fc.assert(
    fc.property(wire, (text) => {
      const { content } = decode(`${text}\r\n.\r\n`)
      expect(content).not.toMatch(/(?<!\r)\n|\r(?!\n)/)
      const stuffed = `${content.replace(/^\./gm, '..')}.\r\n`
      expect(decode(stuffed)).toEqual({ content, rest: '' })
    }),
  )
})

test.each([
  ['a\nb\n\r\n.\r\n', 0, 2],
  ['a\rb\r\r\r\n.\r\n', 3, 0],
  ['a\r\n.\nb\n\rc\r\n.\r\n', 1, 2],
  ['a\r\n.\r\r\n.\r\n', 1, 0],
  ['a\r\n.\r\n\n\n', 0, 0],
])('%j has %i bare CR and %i bare LF', (text, bareCr, bareLf) => {
  for (const size of [1, 2, text.length]) {
    const decoder = new DataDecoder()
    const counts = { bareCr: 0, bareLf: 0 }
    for (let at = 0; at < text.length; at += size) {
      const decoded = decoder.push(Buffer.from(text.slice(at, at + size)))
      counts.bareCr += decoded.bareCr
      counts.bareLf += decoded.bareLf
      if (decoded.rest) break
    }
    expect(counts).toEqual({ bareCr, bareLf })
  }
})

test('without dots they are content, nothing ends it, and a CR at the end becomes CRLF', () => {
  const decoder = new DataDecoder({ dots: false })
  const parts = ['..a\r', '\n.\r\n.b\r\n', 'c\nd\r'].flatMap(
    (text) => decoder.push(Buffer.from(text)).content,
  )
  const end = decoder.end()
  expect(Buffer.concat([...parts, ...end.content]).toString()).toBe('..a\r\n.\r\n.b\r\nc\r\nd\r\n')
  expect(end).toMatchObject({ size: 2, bareCr: 1 })
})
