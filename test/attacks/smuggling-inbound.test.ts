/** SMTP smuggling towards us: whatever other servers take for the end of a message is content here, over real sockets. */
import { describe, expect, test } from 'vitest'
import { begunClient } from '../support/inbound-client.ts'
import { inboundSite, LISTENER } from '../support/inbound-site.ts'
import type { SmtpClient } from '../support/smtp-client.ts'

// CVE-2023-51764, -51765, -51766, CVE-2024-27305, -27938 and their kin.
const FALSE_ENDS = [
  '\n.\n',
  '\n.\r\n',
  '\r\n.\n',
  '\r.\r',
  '\r.\r\n',
  '\r\n.\r',
  '\r\n.\r\r\n',
  '\r\r\n.\r\r\n',
  '\n\r.\r\n',
  '\r\n\n.\r\n',
  '\r\n\0.\r\n',
  '\r\n.\0\r\n',
  '\r\0\n.\r\n',
  '\r\n.\r\0\n',
  '\r\n..\r\n',
  '\r\n .\r\n',
  '\r\n. \r\n',
  '\r\n\x1a\r\n',
  '\r\n.\x85',
  '\u2028.\u2028',
] as const

const SMUGGLED =
  'MAIL FROM:<evil@office.test>\r\nRCPT TO:<victim@office.test>\r\nDATA\r\nSubject: smuggled\r\n\r\nx'

const attack = (end: string) => `Subject: cover\r\n\r\nfirst${end}${SMUGGLED}\r\n.\r\n`

const CUTS: Record<string, (client: SmtpClient, octets: Buffer) => Promise<void>> = {
  'one packet': async (client, octets) => client.write(octets),
  'a packet for each octet': async (client, octets) => {
    client.socket.setNoDelay(true)
    for (const octet of octets) {
      client.write(Buffer.of(octet))
      await new Promise((resolve) => setImmediate(resolve))
    }
  },
  'a cut within each line end': async (client, octets) => {
    client.socket.setNoDelay(true)
    let from = 0
    for (const [at, octet] of octets.entries()) {
      if (octet !== 13 && octet !== 46) continue
      client.write(octets.subarray(from, at + 1))
      from = at + 1
      await new Promise((resolve) => setImmediate(resolve))
    }
    client.write(octets.subarray(from))
  },
}

const SENDERS = [
  ['a trusted client', {}],
  ['a stranger', { localAddress: '127.0.0.8' }],
] as const

describe.each(SENDERS)('a message smuggled by %s', (_, from) => {
  describe.each(Object.entries(CUTS))('in %s', (_cut, send) => {
    test.each(FALSE_ENDS)('behind %j stays within the one message that it came in', async (end) => {
      const site = await inboundSite({ config: { listeners: [LISTENER] } })
      const client = await begunClient(site, '', from)
      await client.expect('DATA', '354')
      await send(client, Buffer.from(attack(end)))
      const { code } = await client.reply()
      expect([250, 550]).toContain(code)
      // The next reply is the one to the next command: nothing in between was taken for one.
      await client.expect('VRFY', '5')
      await client.expect('MAIL FROM:<a@office.test>', '250')
      expect(site.received.map(({ envelope }) => envelope.sender)).toEqual(
        code === 250 ? ['a@office.test'] : [],
      )
      if (code === 250) expect(site.received[0]?.text).toContain('Subject: smuggled')
    })
  })
})

test.each(FALSE_ENDS)('what is stored of %j holds no line end but CRLF and no NUL', async (end) => {
  const site = await inboundSite()
  const client = await begunClient(site)
  await client.expect('DATA', '354')
  client.write(attack(end))
  expect((await client.reply()).code).toBe(250)
  expect(site.received[0]?.text).not.toMatch(/(?<!\r)\n|\r(?!\n)|\0/)
})

test('NULs that were dropped are said in the history', async () => {
  const site = await inboundSite()
  const client = await begunClient(site)
  await client.expect('DATA', '354')
  client.write('Subject: x\r\n\r\na\0b\0\r\n.\r\n')
  expect((await client.reply()).code).toBe(250)
  expect(site.received[0]?.note).toBe('2 NUL octets were dropped')
})

test.each(FALSE_ENDS)('%j within BDAT octets ends nothing and runs nothing', async (end) => {
  const site = await inboundSite()
  const client = await begunClient(site)
  const content = Buffer.from(attack(end))
  client.write(Buffer.concat([Buffer.from(`BDAT ${content.length} LAST\r\n`), content]))
  expect((await client.reply()).code).toBe(250)
  await client.expect('NOOP', '250')
  expect(site.received).toHaveLength(1)
})

test.each([
  'BDAT 4294967297 LAST',
  'BDAT 00000000000000000000005 LAST',
  'BDAT +5 LAST',
  'BDAT 0x5 LAST',
  'BDAT 5.0',
])('%s, whose octets other servers would count differently, is refused or counted whole', async (command) => {
  const site = await inboundSite()
  const client = await begunClient(site)
  client.write(`${command}\r\nhelloMAIL FROM:<evil@office.test>\r\n`)
  client.end()
  await client.closed()
  expect(site.transcript((await site.endedSession()).id)).not.toContain(
    'client: MAIL FROM:<evil@office.test>',
  )
  expect(site.received).toEqual([])
})

test('commands sent behind DATA before its 354 are content, not commands', async () => {
  const site = await inboundSite()
  const client = await begunClient(site)
  client.write(`DATA\r\nRSET\r\n${SMUGGLED}\r\n.\r\nNOOP\r\n`)
  expect((await client.reply()).code).toBe(354)
  expect((await client.reply()).code).toBe(250)
  expect((await client.reply()).code).toBe(250)
  expect(site.received).toHaveLength(1)
})
