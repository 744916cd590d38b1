import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { readContentFacts } from '../../../main/engine/content/content-facts.ts'
import { storedMessage } from '../../support/dkim-site.ts'

const read = (content: string, { piece = 65_536, attachments = true } = {}) =>
  readContentFacts(storedMessage(content.replaceAll('\n', '\r\n'), piece).openBody, { attachments })

describe('the header', () => {
  it('is decoded and unfolded, with every address of every From field', async () => {
    const facts = await read(
      'From: =?utf-8?Q?B=C3=BCro?= <office@office.test>,\n "x, y" <two@office.test>\nSUBJECT: =?utf-8?B?UmVjaG51bmcg8J+Yig==?=\n and more\nX-A: 1\nX-A: 2\n\nSubject: not this\n',
    )
    expect(facts.subject).toBe('Rechnung 😊 and more')
    expect(facts.headerFrom).toEqual(['office@office.test', 'two@office.test'])
    expect(facts.headers.filter(({ name }) => name === 'x-a').map(({ value }) => value)).toEqual(['1', '2'])
    expect(facts.headers).toHaveLength(4)
  })

  it('may be empty, Latin-1, or in a charset that nobody knows', async () => {
    expect((await read('\nFrom: a@b.test\n')).headerFrom).toEqual([])
    const latin1 = Buffer.from('Subject: Gr\xfc\xdfe\r\n\r\n', 'latin1')
    const facts = await readContentFacts(storedMessage(latin1).openBody, { attachments: false })
    expect(facts.subject).toBe('Grüße')
    expect((await read('Subject: =?klingon?Q?x?=\n\n')).subject).not.toBe('')
  })

  it('is read up to its bound and no further', async () => {
    let sent = 0
    const endless = Readable.from(
      (function* () {
        for (;;) {
          sent += 1_000
          yield Buffer.from(`X-Pad: ${'x'.repeat(991)}\r\n`)
        }
      })(),
      { objectMode: false },
    )
    const facts = await readContentFacts(async () => endless, { attachments: false })
    expect(facts.headers.length).toBeGreaterThan(60)
    expect(sent).toBeLessThan(200_000)
    expect(endless.destroyed).toBe(true)
  })

  it('tells a delivery report', async () => {
    expect(
      (await read('Content-Type: multipart/report; report-type=delivery-status\n\n')).deliveryReport,
    ).toBe(true)
    expect((await read('Content-Type: multipart/mixed; boundary=a\n\n')).deliveryReport).toBe(false)
  })
})

const multipart = (type: string, ...parts: readonly string[]) =>
  `Content-Type: multipart/${type}; boundary="b-${type}"\n\npreamble\n${parts.map((part) => `--b-${type}\n${part}\n`).join('')}--b-${type}--\nepilogue\n`
const TEXT = 'Content-Type: text/plain\n\nHello\n'
const HTML = 'Content-Type: text/html\n\n<p>Hello</p>\n'
const PICTURE =
  'Content-Type: image/png; name=logo.png\nContent-ID: <logo>\nContent-Disposition: inline\n\nAAAA\n'

describe('an attachment', () => {
  it.each([
    ['a file', multipart('mixed', TEXT, 'Content-Disposition: attachment; filename=a.txt\n\nx\n'), true],
    [
      'a part with a name',
      multipart('mixed', TEXT, 'Content-Type: application/pdf; name="a.pdf"\n\nx\n'),
      true,
    ],
    ['a PDF without a name', multipart('mixed', TEXT, 'Content-Type: application/pdf\n\nx\n'), true],
    ['a message that is nothing but a PDF', 'Content-Type: application/pdf\n\nx\n', true],
    ['a forwarded message', multipart('mixed', TEXT, 'Content-Type: message/rfc822\n\nSubject: x\n\n'), true],
    [
      'a file deep inside',
      multipart(
        'mixed',
        multipart('alternative', TEXT, multipart('related', HTML, 'Content-Type: application/zip\n\n')),
      ),
      true,
    ],
    ['an encoded name', multipart('mixed', "Content-Type: text/plain;\n name*=utf-8''a%20b.txt\n\n"), true],
    ['text', TEXT, false],
    ['text without a Content-Type', 'Subject: x\n\nHello\n', false],
    ['text and HTML', multipart('alternative', TEXT, HTML), false],
    ['a picture within HTML', multipart('related', HTML, PICTURE), false],
    [
      'a signature',
      multipart(
        'signed',
        TEXT,
        'Content-Type: application/pkcs7-signature; name=smime.p7s\nContent-Disposition: attachment\n\n',
      ),
      false,
    ],
    [
      'the parts of a report',
      multipart(
        'report',
        TEXT,
        'Content-Type: message/delivery-status\n\n',
        'Content-Type: message/rfc822\n\n',
      ),
      false,
    ],
    ['text that speaks of boundaries', multipart('mixed', `${TEXT}Content-Disposition: attachment\n`), false],
    [
      'a message that breaks off',
      'Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: text/plain',
      false,
    ],
    [
      'a message that breaks off in the header of a file',
      'Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: application/zip',
      true,
    ],
    ['nothing', '', false],
  ])('%s', async (_, content, has) => {
    for (const piece of [65_536, 7, 1]) expect((await read(content, { piece })).hasAttachment).toBe(has)
  })

  it('is not looked for where nobody asks', async () => {
    expect((await read('Content-Type: application/pdf\n\n', { attachments: false })).hasAttachment).toBeNull()
  })

  it('is looked for only so deep, and among so many parts', async () => {
    let nested = 'Content-Type: application/zip\n\n'
    for (let depth = 0; depth < 50; depth += 1)
      nested = `Content-Type: multipart/mixed; boundary=b${depth}\n\n--b${depth}\n${nested}\n--b${depth}--\n`
    expect((await read(nested)).hasAttachment).toBe(false)
    const many = `Content-Type: multipart/mixed; boundary=a\n\n${'--a\n\nx\n'.repeat(5_000)}--a\nContent-Type: application/zip\n\n--a--\n`
    expect((await read(many)).hasAttachment).toBe(false)
  })
})
