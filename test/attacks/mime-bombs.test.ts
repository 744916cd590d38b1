/**
 * Messages made to exhaust whoever reads them: each goes through every reader that a message meets here (reception, facts
 * for rules, attachment search, conversion, verification, signing, the message view). What is defended is that each comes to its end within its
 * bounds: what grows with the square of a bomb would run into the time limit of the test.
 */
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { createAuthenticator } from '../../main/engine/content/authenticator.ts'
import { readContentFacts } from '../../main/engine/content/content-facts.ts'
import { convertContent } from '../../main/engine/content/convert/convert-content.ts'
import { surveyContent } from '../../main/engine/content/convert/survey-content.ts'
import { parseHeaderBlock } from '../../main/engine/content/header-block.ts'
import { readHeader } from '../../main/engine/inbound/message-header.ts'
import { LIMITS } from '../../shared/mime/message-structure.ts'
import { readMessage } from '../../shared/mime/read-message.ts'
import { compose, dkimSite } from '../support/dkim-site.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { FakeDns } from '../support/fake-dns.ts'

const N = 400_000
const fields = (...lines: string[]) => `${lines.join('\r\n')}\r\n\r\n`

function nested(depth: number, type: (level: number) => string): string {
  let text = ''
  for (let level = 0; level < depth; level += 1) text += `${type(level)}\r\n\r\n--b${level}\r\n`
  return `${text}Content-Type: text/plain\r\n\r\nx\xe4\r\n`
}

const parts = (count: number, header: string) =>
  `${fields('Content-Type: multipart/mixed; boundary=b')}${`--b\r\n${header}\r\n\r\nx\xe4\r\n`.repeat(count)}--b--\r\n`

const rfc2231 = (count: number, write: (number: number) => string) =>
  fields(
    `Content-Type: application/pdf; ${Array.from({ length: count }, (_, number) => write(number)).join(';\r\n ')}`,
  )

const BOMBS: Record<string, string> = {
  '10,000 multiparts within each other': nested(
    10_000,
    (level) => `Content-Type: multipart/mixed; boundary=b${level}`,
  ),
  '10,000 messages within each other': `${'Content-Type: message/rfc822\r\n\r\n'.repeat(10_000)}Subject: x\r\n\r\nx\xe4\r\n`,
  'messages and multiparts in turn': nested(
    2_000,
    (level) => `Content-Type: message/rfc822\r\n\r\nContent-Type: multipart/mixed; boundary=b${level}`,
  ),
  'one boundary at all depths': nested(3_000, () => 'Content-Type: multipart/mixed; boundary=b0'),
  '50,000 parts': parts(50_000, 'Content-Type: text/plain'),
  '50,000 parts without a header': parts(50_000, ''),
  '5,000 attachments': parts(5_000, 'Content-Disposition: attachment; filename=x'),
  'a header of one endless line': fields(`Subject: ${'x'.repeat(N)}`),
  '100,000 header fields': fields(...Array.from({ length: 100_000 }, () => 'X: y')),
  'a field folded 100,000 times': fields(`Subject: x${'\r\n y'.repeat(100_000)}`),
  'a part with an endless header': parts(1, `X-Pad: ${'x'.repeat(N)}`),
  'an endless boundary':
    `${fields(`Content-Type: multipart/mixed; boundary="${'b'.repeat(50_000)}"`)}--${'b'.repeat(50_000)}\r\n`.repeat(
      2,
    ),
  'lines that are nearly the boundary': `${fields('Content-Type: multipart/mixed; boundary=bbbb')}${'--bbb\r\n'.repeat(50_000)}`,
  '20,000 RFC 2231 pieces of a name': rfc2231(20_000, (number) => `name*${number}*=%41%42`),
  'RFC 2231 pieces numbered to the moon': rfc2231(1_000, (number) => `name*${number * 999_999_999}=x`),
  'RFC 2231 with a broken charset': rfc2231(100, () => "name*=klingon'%ZZ'%E0%A0%"),
  'a parameter quoted and never closed': fields(`Content-Type: text/plain; name="${'\\"'.repeat(N / 2)}`),
  'comments within comments': fields(
    `Content-Type: text/plain ${'('.repeat(N)}`,
    `From: ${'('.repeat(N)}a@b.test`,
  ),
  'groups within groups': fields(
    `From: ${'a:'.repeat(N / 2)}`,
    `To: ${'a:'.repeat(20_000)}${';'.repeat(20_000)}`,
  ),
  '100,000 addresses': fields(`To: ${'a@b.test, '.repeat(100_000)}`, `From: ${'a@b.test, '.repeat(6_000)}`),
  '100,000 encoded words': fields(`Subject: ${'=?utf-8?Q?=E4?= '.repeat(100_000)}`),
  'encoded words that never end': fields(`Subject: ${'=?utf-8?B?'.repeat(40_000)}`),
  'one encoded word of 400,000 octets': fields(`Subject: =?utf-8?B?${'QUFB'.repeat(N / 4)}?=`),
  'charsets that nobody has': parts(900, 'Content-Type: text/plain; charset="../../etc/passwd"'),
  'quoted-printable that is all soft breaks': `${fields('Content-Transfer-Encoding: quoted-printable')}${'=\r\n'.repeat(100_000)}`,
  'base64 that is all noise': `${fields('Content-Transfer-Encoding: base64')}${'!*'.repeat(N / 2)}`,
  'format=flowed in one paragraph': `${fields('Content-Type: text/plain; format=flowed; delsp=yes')}${'> > x \r\n'.repeat(50_000)}`,
  'HTML of open tags': `${fields('Content-Type: text/html')}${'<a '.repeat(N / 4)}${'<style>@import url('.repeat(5_000)}`,
  'HTML of comments that never end': `${fields('Content-Type: text/html')}${'<!--'.repeat(N / 8)}`,
  'HTML of entities': `${fields('Content-Type: text/html')}<img src="${'&#x68;'.repeat(50_000)}">`,
}

const office = await dkimSite('office.test', 'rsa', 'ed')
const records = Object.fromEntries(
  Object.entries(office.records).map(([name, value]) => [name, { txt: [value] }]),
)

/** As at reception. */
async function verify(octets: Buffer) {
  const dns = new FakeDns(records)
  const check = createAuthenticator({
    dns: () => dns,
    clock: new FakeClock(),
    hostname: () => 'relay.office.test',
  })({ client: '192.0.2.7', sender: 'a@far.test', hello: 'mx.far.test' })
  const block = parseHeaderBlock(octets.subarray(0, 64 * 1024))
  check.begin(block)
  for (const piece of pieces(octets.subarray(block.size))) await check.push(piece)
  return check.finish()
}

describe.each(Object.entries(BOMBS))('%s', (_, bomb) => {
  const octets = Buffer.from(bomb, 'latin1')
  const open = async () => Readable.from(pieces(octets), { objectMode: false })

  test('comes to its end in the reader of headers at reception', () => {
    const facts = readHeader(octets.subarray(0, 64 * 1024), false)
    expect(facts.subject.length).toBeLessThanOrEqual(501)
  })

  test('comes to its end in the facts for rules and the search for attachments', async () => {
    const facts = await readContentFacts(open, { attachments: true })
    expect(facts.hasAttachment).toBeTypeOf('boolean')
  })

  test('is converted for a host without 8BITMIME, or refused with a reason', async () => {
    const survey = await surveyContent(await open()).catch((error: Error) => error.message)
    expect(survey).toBeDefined()
    const converted = await convertContent(open, '7bit')
    if (!('openBody' in converted)) return
    for await (const part of (await converted.openBody()) as AsyncIterable<Buffer>)
      expect(part.every((octet) => octet < 128)).toBe(true)
  })

  test('is verified as mail from outside with one short result', async () => {
    const { header, dkim } = await verify(octets)
    expect(['none', 'permerror']).toContain(dkim)
    expect(header.length).toBeLessThan(4_000)
  })

  test('with ten forged signatures in front, is verified as a failure and no more', async () => {
    const forged = (number: number) =>
      `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=d${number}.test; s=s; h=from:${'x:'.repeat(500)}to; bh=QUFB; b=QUFB\r\n`
    const bomb = Array.from({ length: 40 }, (_, number) => forged(number)).join('')
    const { header, dkim } = await verify(Buffer.concat([Buffer.from(bomb), octets]))
    expect(dkim).not.toBe('pass')
    expect(header.split('dkim=').length - 1).toBeLessThanOrEqual(10)
  })

  test('is signed, or left as it is', async () => {
    const { content } = await compose(octets, {
      changes: [{ kind: 'dkim' }],
      signingKeys: async () => office.keys,
    })
    expect(content.subarray(-1_000).equals(octets.subarray(-1_000))).toBe(true)
    expect(content.length).toBeLessThan(octets.length * 2 + 20_000)
  })

  test('is shown within the bounds of the message view', () => {
    const { content } = readMessage(octets)
    expect(content.parts.length).toBeLessThanOrEqual(LIMITS.parts + 1)
    expect(Math.max(0, ...content.parts.map(({ id }) => id.split('.').length))).toBeLessThanOrEqual(
      LIMITS.depth + 1,
    )
  })
})

function* pieces(octets: Buffer) {
  for (let at = 0; at < octets.length; at += 65_536) yield octets.subarray(at, at + 65_536)
}
