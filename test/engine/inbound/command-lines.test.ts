import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CommandLines } from '../../../main/engine/inbound/command-lines.ts'

function read(text: string, tolerant: boolean, ...cuts: number[]): string[] {
  const lines = new CommandLines()
  const found: string[] = []
  const ends = [...cuts.map((cut) => Math.min(cut, text.length)).sort((a, b) => a - b), text.length]
  let from = 0
  for (const end of ends) {
    lines.push(Buffer.from(text.slice(from, end), 'latin1'))
    for (let line = lines.next(tolerant); line; line = lines.next(tolerant))
      found.push(`${line.end}:${line.octets.toString('latin1')}`)
    from = end
  }
  return found
}

test.each([
  ['A\r\nB\r\n', ['crlf:A', 'crlf:B']],
  ['A\nB\r\nC\r\n', ['broken:A', 'broken:B', 'crlf:C']],
  ['A\n\r\nC\r\n', ['broken:A', 'broken:', 'crlf:C']],
  ['A\rB\r\n', ['crlf:A\rB']],
  ['A\r\r\n', ['crlf:A\r']],
  ['A\r\nB', ['crlf:A']],
])('strictly %j is %j', (text, lines) => expect(read(text, false)).toEqual(lines))

test.each([
  ['A\r\nB\r\n', ['crlf:A', 'crlf:B']],
  ['A\nB\rC\r\n', ['bare:A', 'bare:B', 'crlf:C']],
  ['A\n\n', ['bare:A', 'bare:']],
])('tolerantly %j is %j', (text, lines) => expect(read(text, true)).toEqual(lines))

const wire = fc.array(fc.constantFrom('\r', '\n', '\r\n', 'A', 'text '), { maxLength: 30 })
const cuts = fc.array(fc.nat(60), { maxLength: 6 })

test('how a strict stream is cut into packets changes nothing', () => {
  fc.assert(
    fc.property(wire, cuts, (parts, at) => {
      expect(read(parts.join(''), false, ...at)).toEqual(read(parts.join(''), false))
    }),
  )
})

test('how a tolerant stream is cut changes nothing but what a CR at the end of a packet is called', () => {
  const octets = (lines: string[]) => lines.map((line) => line.slice(line.indexOf(':')))
  fc.assert(
    fc.property(wire, cuts, (parts, at) => {
      expect(octets(read(parts.join(''), true, ...at))).toEqual(octets(read(parts.join(''), true)))
    }),
  )
})

test('what runs stands between two CRLFs and has no LF in it', () => {
  fc.assert(
    fc.property(wire, (parts) => {
      const whole = `\r\n${parts.join('')}`
      for (const line of read(parts.join(''), false).filter((one) => one.startsWith('crlf:')))
        expect(whole).toContain(`\r\n${line.slice(5)}\r\n`)
    }),
  )
})
