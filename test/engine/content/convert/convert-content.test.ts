import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { expect, test } from 'vitest'
import { convertContent } from '../../../../main/engine/content/convert/convert-content.ts'
import type { ContentTarget } from '../../../../main/engine/content/convert/plan-conversion.ts'

const TARGETS = ['7bit', '8bit'] as const

test('leaves 7-bit content octet for octet', async () => {
  const text =
    'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\npre\r\n--b\r\n\r\nx\r\n--b--\r\nend\r\n'
  expect(await convert(text, '7bit')).toBe(text)
})

test('encodes 8-bit text as quoted-printable, which can still be read', async () => {
  const text =
    'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\nSubject: x\r\n\r\nGrüße \r\na=b\r\n'
  expect(await convert(text, '7bit')).toBe(
    'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\nGr=C3=BC=C3=9Fe=20\r\na=3Db\r\n',
  )
})

test('encodes what is not text as base64, and only the parts that need it', async () => {
  const text = multipart('8bit', [
    'Content-Type: application/x-thing\r\nContent-Transfer-Encoding: 8bit\r\n\r\nü',
    'Content-Type: text/plain\r\n\r\nplain',
  ])
  expect(await convert(text, '7bit')).toBe(
    multipart('7bit', [
      'Content-Type: application/x-thing\r\nContent-Transfer-Encoding: base64\r\n\r\nw7w=',
      'Content-Type: text/plain\r\n\r\nplain',
    ]),
  )
})

test('says that nobody knows the characters of mail that says nothing of them', async () => {
  expect(await convert('Subject: x\r\n\r\nü\r\n', '7bit')).toBe(
    'Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=unknown-8bit\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=C3=BC\r\n',
  )
})

test('converts within forwarded messages, which may not be encoded as a whole', async () => {
  const inner =
    'Subject: inner\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nü'
  const text = multipart('8bit', [
    `Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${inner}`,
  ])
  const result = await convert(text, '7bit')
  expect(result).toContain(
    'Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 7bit\r\n\r\nSubject: inner\r\n',
  )
  expect(result).toContain('Content-Transfer-Encoding: quoted-printable\r\n\r\n=C3=BC\r\n--b--')
})

test('leaves 8-bit parts to a hop that takes them, and encodes binary ones', async () => {
  const text = multipart('binary', [
    'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nü',
    'Content-Type: image/x\r\nContent-Transfer-Encoding: binary\r\n\r\na\n\0b',
  ])
  const result = await convert(text, '8bit')
  expect(result).toContain('Content-Transfer-Encoding: 8bit\r\n\r\nü\r\n--b')
  expect(result).toContain('Content-Transfer-Encoding: base64\r\n\r\nYQoAYg==\r\n--b--')
  expect(result).toMatch(/^MIME-Version: 1\.0\r\n.*mixed.*\r\nContent-Transfer-Encoding: 8bit\r\n/)
})

test.each<[string, string, ContentTarget, string]>([
  [
    'a signed part',
    multipart('8bit', ['Content-Type: text/plain\r\n\r\nü']).replace('multipart/mixed', 'multipart/signed'),
    '7bit',
    'signed',
  ],
  ['an 8-bit header', 'Subject: ü\r\n\r\nx\r\n', '7bit', 'header'],
  [
    'an 8-bit header of a part',
    multipart('8bit', ['Content-Type: text/plain; name=ü\r\n\r\nx']),
    '7bit',
    'header',
  ],
  ['a part that is not what it says', 'Content-Transfer-Encoding: base64\r\n\r\nü\r\n', '7bit', 'encoded'],
  ['parts that nobody can find', 'Content-Type: multipart/mixed\r\n\r\nü\r\n', '7bit', 'structure'],
  ['header lines that end in no known way', 'Subject: a\nb\r\n\r\n\0\r\n', '8bit', 'structure'],
])('does not convert %s', async (_name, text, target, obstacle) => {
  expect(await convertContent(async () => Readable.from([Buffer.from(text)]), target)).toEqual({
    kind: 'impossible',
    obstacle,
  })
})

test('leaves signed parts alone that need no change', async () => {
  const signed = multipart('7bit', [
    'Content-Type: text/plain\r\nContent-Transfer-Encoding: 8bit\r\n\r\nplain',
  ]).replace('multipart/mixed', 'multipart/signed')
  expect(await convert(signed, '7bit')).toBe(signed)
})

test.each([
  ['Subject: x\r\n\r\nü\r\n', true],
  ['Subject: x\r\n\r\nplain\r\n', false],
])('knows whether a DKIM signature is broken', async (text, breaksDkim) => {
  const open = async () =>
    Readable.from([Buffer.from(`DKIM-Signature: v=1; …\r\n${text}`.replace('…', 'a=b'))])
  expect(await convertContent(open, '7bit')).toMatchObject({ breaksDkim })
})

test('a preamble that the transport would not take is put out of the way', async () => {
  const text = multipart('binary', ['Content-Type: text/plain\r\n\r\nx']).replace(
    '\r\n\r\n--b',
    '\r\n\r\nprü\r\n--b',
  )
  expect(await convert(text, '7bit')).toContain('\r\n\r\npr??\r\n--b')
})

/** Parts as trees; leaves with any octets, some of them text. */
interface Leaf {
  readonly kind: 'leaf'
  readonly text: boolean
  readonly octets: Uint8Array
}
interface Branch {
  readonly kind: 'branch'
  readonly digest: boolean
  readonly parts: readonly Tree[]
}
interface Forwarded {
  readonly kind: 'forwarded'
  readonly part: Tree
}
type Tree = Leaf | Branch | Forwarded

const binaryOctets = fc.uint8Array({ maxLength: 300 })
const spicyOctets = fc
  .array(
    fc.constantFrom(
      '\r\n',
      '\n',
      '\r',
      '--',
      '--b',
      '=',
      ' ',
      '\t',
      '.',
      'ü',
      '\0',
      'a',
      'From ',
      'x'.repeat(80),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => new Uint8Array(Buffer.from(pieces.join(''))))
const lines = fc
  .array(fc.array(fc.constantFrom('ü', 'a', ' ', '\t', '=', '.', '-', 'ß'), { maxLength: 120 }), {
    maxLength: 8,
  })
  .map((all) => new Uint8Array(Buffer.from(all.map((line) => line.join('')).join('\r\n'))))
const leaf = fc.oneof(
  fc.record({
    kind: fc.constant('leaf' as const),
    text: fc.constant(false),
    octets: fc.oneof(binaryOctets, spicyOctets),
  }),
  fc.record({ kind: fc.constant('leaf' as const), text: fc.constant(true), octets: lines }),
)
const tree: fc.Memo<Tree> = fc.memo((depth) =>
  depth <= 1
    ? leaf
    : fc.oneof(
        leaf,
        fc.record({
          kind: fc.constant('branch' as const),
          digest: fc.constant(false),
          parts: fc.array(tree(depth - 1), { minLength: 1, maxLength: 3 }),
        }),
      ),
)

test.each(TARGETS)('what a reader decodes is the same, part by part (%s)', async (target) => {
  await fc.assert(
    fc.asyncProperty(tree(3), fc.integer({ min: 1, max: 200 }), async (given, chunkSize) => {
      const branch: Branch = { kind: 'branch', digest: false, parts: [given] }
      const message = Buffer.concat([Buffer.from('MIME-Version: 1.0\r\n'), write(branch, 'top')])
      const result = await convertBuffer(message, target, chunkSize)
      for (const octet of result)
        if (octet === 0 || (target === '7bit' && octet > 127)) throw new Error(`octet ${octet}`)
      expect(result.toString('latin1').replace(/\r\n/g, '')).not.toMatch(/[\r\n]/)
      const { attachments } = await PostalMime.parse(result, { attachmentEncoding: 'arraybuffer' })
      const decoded = attachments.map(({ content }) => seen(Buffer.from(content as ArrayBuffer)))
      expect(decoded).toEqual(leavesOf(branch).map(({ octets }) => seen(Buffer.from(octets))))
    }),
    { numRuns: 150 },
  )
})

test('large parts stream through', async () => {
  const octets = Buffer.alloc(3_000_000, 'abc\0\xff\n', 'latin1')
  const message = Buffer.concat([
    Buffer.from('Content-Type: image/x\r\nContent-Transfer-Encoding: binary\r\n\r\n'),
    octets,
  ])
  const result = await convertBuffer(message, '7bit', 64 * 1024)
  const { attachments } = await PostalMime.parse(result, { attachmentEncoding: 'arraybuffer' })
  expect(Buffer.from(attachments[0]?.content as ArrayBuffer).equals(octets)).toBe(true)
})

/** The reader has its own idea of line ends in what is not base64, above all of the last ones; a NUL shows what has to be base64. */
function seen(octets: Buffer): string {
  const text = octets.toString('latin1')
  const isBinary = /\0|\r(?!\n)|(?<!\r)\n/.test(text) && !/^[^\0\r]*$/.test(text)
  return isBinary ? octets.toString('hex') : `text ${text.replace(/\r\n/g, '\n').replace(/\n+$/, '')}`
}

function leavesOf(given: Tree): readonly Leaf[] {
  if (given.kind === 'leaf') return [given]
  return given.kind === 'branch' ? given.parts.flatMap(leavesOf) : leavesOf(given.part)
}

function write(given: Tree, name: string): Buffer {
  if (given.kind === 'forwarded') return write(given.part, name)
  if (given.kind === 'leaf') {
    const header = `Content-Type: ${given.text ? 'text/x-thing; charset=utf-8' : 'application/x-thing'}\r\nContent-Disposition: attachment; filename=x\r\nContent-Transfer-Encoding: binary\r\n\r\n`
    return Buffer.concat([Buffer.from(header), given.octets])
  }
  const parts = given.parts.flatMap((part, index) => [
    Buffer.from(`--${name}\r\n`),
    write(part, `${name}-${index}`),
    Buffer.from('\r\n'),
  ])
  const header = Buffer.from(
    `Content-Type: multipart/mixed; boundary="${name}"\r\nContent-Transfer-Encoding: binary\r\n\r\n`,
  )
  return Buffer.concat([header, ...parts, Buffer.from(`--${name}--\r\n`)])
}

function multipart(encoding: string, parts: readonly string[]): string {
  const head = `MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`
  return `${head}${parts.map((part) => `--b\r\n${part}\r\n`).join('')}--b--\r\n`
}

async function convert(text: string, target: ContentTarget): Promise<string> {
  return (await convertBuffer(Buffer.from(text), target, 7)).toString()
}

async function convertBuffer(message: Buffer, target: ContentTarget, chunkSize: number): Promise<Buffer> {
  const open = async () => {
    const chunks: Buffer[] = []
    for (let at = 0; at < message.length; at += chunkSize) chunks.push(message.subarray(at, at + chunkSize))
    return Readable.from(chunks, { objectMode: false })
  }
  const result = await convertContent(open, target)
  if (result.kind === 'impossible') throw new Error(result.obstacle)
  const converted = await buffer(await result.openBody())
  expect(result.size).toBe(converted.length)
  return converted
}
