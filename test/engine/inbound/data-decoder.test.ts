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
  ['doubled carriage returns', 'a\r\r\nb\r\n.\r\n', 'a \r\nb\r\n', ''],
  ['a carriage return within a line', 'a\rb\r\n.\r\n', 'a b\r\n', ''],
])('decodes %s', (_, wire, content, rest) => expect(decode(wire)).toEqual({ content, rest }))

// Everything that some server took for the end of a message: CVE-2023-51764, -51765, -51766 and their kin.
test.each([
  ['LF dot LF', 'a\n.\nMAIL', 'a\r\n.\r\nMAIL'],
  ['LF dot CRLF', 'a\n.\r\nMAIL', 'a\r\n.\r\nMAIL'],
  ['CRLF dot LF', 'a\r\n.\nMAIL', 'a\r\n.\r\nMAIL'],
  ['CR dot CR', 'a\r.\rMAIL', 'a . MAIL'],
  ['CR dot CRLF', 'a\r.\r\nMAIL', 'a .\r\nMAIL'],
  ['CRLF dot CR', 'a\r\n.\rMAIL', 'a\r\n MAIL'],
  ['CR CRLF dot CR CRLF', 'a\r\r\n.\r\r\nMAIL', 'a \r\n \r\nMAIL'],
  ['LF dot CR LF after a bare CR', 'a\r\n\r.\r\nMAIL', 'a\r\n .\r\nMAIL'],
  ['CRLF NUL dot CRLF', 'a\r\n\0.\r\nMAIL', 'a\r\n\0.\r\nMAIL'],
  ['CRLF dot NUL CRLF', 'a\r\n.\0\r\nMAIL', 'a\r\n\0\r\nMAIL'],
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
