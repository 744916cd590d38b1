import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SmtpParser } from '../../../main/engine/inbound/smtp-parser.ts'

type Piece =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'data'; readonly text: string }
  | { readonly kind: 'chunk'; readonly text: string }

/** What the client sends for a piece, and what the server should have understood. */
function wire({ kind, text }: Piece): string {
  if (kind === 'line') return `${text}\r\n`
  if (kind === 'chunk') return `BDAT ${text.length}\r\n${text}`
  return `DATA\r\n${text.replace(/(^|\r\n)\./g, '$1..')}\r\n.\r\n`
}

function understood({ kind, text }: Piece): string {
  return kind === 'data' ? `data ${text}\r\n` : `${kind} ${text}`
}

/** Handlers go on at once, after the current turn, or later. */
const LATER = [
  (next: () => void) => next(),
  (next: () => void) => queueMicrotask(next),
  (next: () => void) => void setImmediate(next),
]

async function parse(packets: readonly Buffer[], delays: readonly number[]): Promise<string[]> {
  const events: string[] = []
  let turn = 0
  const goOn = (next: () => void): void => {
    const later = LATER[delays[turn++ % delays.length] ?? 0]
    later?.(next)
  }
  const collect = (kind: string) => {
    const parts: Buffer[] = []
    return {
      parts,
      end(resume: () => void) {
        events.push(`${kind} ${Buffer.concat(parts).toString('latin1')}`)
        goOn(resume)
      },
    }
  }
  const parser: SmtpParser = new SmtpParser({
    longestCommand: 1_000,
    tolerant: () => false,
    onLine(line, resume) {
      const text = line.octets.toString('latin1')
      const size = /^BDAT (\d+)$/.exec(text)?.[1]
      if (text === 'DATA') {
        const { parts, end } = collect('data')
        parser.startData({
          push: ({ content }) => void parts.push(...content.map((one) => Buffer.from(one))),
          end,
        })
      } else if (size !== undefined) {
        const { parts, end } = collect('chunk')
        parser.startChunk(Number(size), { push: (octets) => void parts.push(Buffer.from(octets)), end })
      } else events.push(`line ${text}`)
      goOn(resume)
    },
  })
  for (const packet of packets) parser.write(packet)
  await new Promise<void>((resolve) => parser.end(resolve))
  return events
}

const octets = (units: string[]) =>
  fc.array(fc.constantFrom(...units), { minLength: 1, maxLength: 20 }).map((parts) => parts.join(''))

const piece: fc.Arbitrary<Piece> = fc.oneof(
  fc.record({ kind: fc.constant('line' as const), text: fc.constantFrom('NOOP', 'RSET', 'MAIL FROM:<>') }),
  fc.record({
    kind: fc.constant('data' as const),
    text: octets(['.', 'a', '\r\n', '\r\n.', 'NOOP\r\n', 'BDAT 9\r\n']),
  }),
  fc.record({
    kind: fc.constant('chunk' as const),
    text: octets(['\r', '\n', '.', '\0', 'DATA\r\n', 'BDAT 3\r\n']),
  }),
)

test('commands, DATA and BDAT are told apart, however they are cut into packets and however long handlers take', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { maxLength: 12 }),
      fc.array(fc.nat(400), { maxLength: 8 }),
      fc.array(fc.nat(2), { minLength: 1, maxLength: 5 }),
      async (pieces, cuts, delays) => {
        const all = Buffer.from(pieces.map(wire).join(''), 'latin1')
        const ends = [...cuts.map((cut) => Math.min(cut, all.length)).sort((a, b) => a - b), all.length]
        const packets = ends.map((end, index) => all.subarray(ends[index - 1] ?? 0, end))
        const sent = packets.filter((packet) => packet.length > 0)
        expect(await parse(sent, delays)).toEqual(pieces.map(understood))
      },
    ),
  )
})

test('a hundred thousand commands that are answered at once neither overflow nor hold up the others', async () => {
  const events = await parse([Buffer.from('NOOP\r\n'.repeat(100_000))], [0])
  expect(events).toHaveLength(100_000)
})
