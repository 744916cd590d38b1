/**
 * SMTP smuggling through us: what leaves is one message for every next hop, also for those that take bare line ends or
 * leave out NULs. Looked at on the wire, octet for octet.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ContentEncoder } from '../../main/engine/delivery/encode-content.ts'
import type { ConfigInput } from '../../shared/domain/config.ts'
import { rawNextHop } from '../support/raw-next-hop.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { route, summary, TemporaryDelivery } from '../support/temporary-delivery.ts'
import { TemporaryEngine } from '../support/temporary-engine.ts'
import { waitFor } from '../support/wait-for.ts'

const LINE_ENDS = ['\r\n', '\n', '\r', '\r\r\n', '\n\r', '\r\0\n', '\0\r\n', '\r\n\0']
const DOTS = ['.', '.\0', '\0.']
const FALSE_ENDS = LINE_ENDS.flatMap((before) =>
  DOTS.flatMap((dot) => LINE_ENDS.map((after) => `${before}${dot}${after}`)),
)
const SMUGGLED =
  'MAIL FROM:<evil@office.test>\r\nRCPT TO:<victim@far.test>\r\nDATA\r\nSubject: smuggled\r\n\r\nx\r\n'

/** Where any server that was ever seen would end the message: the strictest end is its last one. */
function endsSeen(octets: Buffer): number[] {
  const text = octets.toString('latin1').replaceAll('\0', '')
  return [...text.matchAll(/(?<=^|\r|\n)\.(?:\r\n|\r|\n)/g)].map(({ index, 0: end }) => index + end.length)
}

function expectOneMessage(octets: Buffer) {
  expect(endsSeen(octets)).toEqual([octets.length])
  expect(octets.toString('latin1')).not.toMatch(/(?<!\r)\n|\r(?!\n)|\0/)
}

const smarthost = (port: number) =>
  route({ name: 'hop', kind: 'smarthost', host: '127.0.0.1', port, tls: 'never' })

describe('a body with a false end of data leaves as one message', () => {
  test.each([
    ['whole', 65_536],
    ['octet by octet', 1],
    ['in twos', 2],
    ['in threes', 3],
  ])('read from the store %s', async (_, piece) => {
    const hop = await rawNextHop()
    const temporary = new TemporaryDelivery()
    for (const end of FALSE_ENDS) {
      const content = Buffer.from(`Subject: cover\r\n\r\nfirst${end}${SMUGGLED}`)
      const openBody = async () => {
        const { Readable } = await import('node:stream')
        return Readable.from(
          (function* () {
            for (let at = 0; at < content.length; at += piece) yield content.subarray(at, at + piece)
          })(),
          { objectMode: false },
        )
      }
      const outcomes = await temporary.deliver(smarthost(hop.port), { openBody, size: content.length })
      expect(summary(outcomes)).toEqual(['1 delivered 250 2.0.0 Queued'])
    }
    expect(hop.contents).toHaveLength(FALSE_ENDS.length)
    for (const octets of hop.contents) expectOneMessage(octets)
    expect(hop.commands.filter((line) => line.includes('evil'))).toEqual([])
  })
})

test('whatever the content and however it is cut, no reader sees a second end', () => {
  const octets = fc
    .array(fc.constantFrom('\r', '\n', '.', '\0', 'a', '\r\n', '\r\n.', '\x85', '..'), { maxLength: 40 })
    .map((parts) => Buffer.from(parts.join(''), 'latin1'))
  fc.assert(
    fc.property(octets, fc.array(fc.nat(50), { maxLength: 5 }), (content, cuts) => {
      const encoder = new ContentEncoder()
      const marks = [0, ...cuts.filter((cut) => cut < content.length).sort((a, b) => a - b), content.length]
      const parts = marks.slice(1).map((end, index) => encoder.encode(content.subarray(marks[index], end)))
      expectOneMessage(Buffer.concat([...parts, encoder.end()]))
    }),
    { numRuns: 2_000 },
  )
})

describe('through the whole engine', () => {
  const config = (port: number): ConfigInput => ({
    localDomains: ['office.test'],
    routes: [{ name: 'hop', kind: 'smarthost', host: '127.0.0.1', port, tls: 'never' }],
    rules: [{ name: 'all', action: { kind: 'route', route: 'hop' } }],
  })
  const BODY = `Subject: cover\r\n\r\nfirst${FALSE_ENDS.join('between')}${SMUGGLED}`

  test('a trusted program with every false end in one message reaches the next hop as one', async () => {
    const hop = await rawNextHop()
    const engine = await TemporaryEngine.start({ config: config(hop.port) })
    const client = await SmtpClient.connect({ port: await engine.port() })
    await client.reply()
    await client.expect('EHLO client.test', '250')
    for (const verb of ['DATA', 'BDAT']) {
      await client.expect('MAIL FROM:<a@office.test>', '250')
      await client.expect('RCPT TO:<b@far.test>', '250')
      // After DATA the true ends among them end the message: they are left to BDAT.
      const content = verb === 'DATA' ? BODY.replaceAll(/\r\n\.(?=\r\n)/g, '\r\n..') : BODY
      if (verb === 'DATA') await client.expect('DATA', '354')
      client.write(verb === 'DATA' ? `${content}.\r\n` : `BDAT ${content.length} LAST\r\n${content}`)
      expect((await client.reply()).code).toBe(250)
    }
    await waitFor('two messages at the next hop', () => hop.contents.length >= 2)
    for (const octets of hop.contents) expectOneMessage(octets)
    expect(hop.commands.filter((line) => line.startsWith('MAIL'))).toHaveLength(2)
  })

  test('the same over the API and sendmail', async () => {
    const hop = await rawNextHop()
    const engine = await TemporaryEngine.start({ config: config(hop.port) })
    const base64 = Buffer.from(BODY).toString('base64')
    await engine.client.queue.submit({ sender: 'a@office.test', recipients: ['b@far.test'], base64 })
    await waitFor('the message at the next hop', () => hop.contents.length >= 1)
    expectOneMessage(hop.contents[0] as Buffer)
    expect(hop.commands.filter((line) => line.startsWith('MAIL'))).toHaveLength(1)
  })
})
