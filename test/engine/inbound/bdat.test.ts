import { expect, test } from 'vitest'
import { begunClient, greetedClient, sendData } from '../../support/inbound-client.ts'
import { inboundSite, LISTENER } from '../../support/inbound-site.ts'
import { waitFor } from '../../support/wait-for.ts'

/** What came behind the fields that Mailroom puts in front. */
function content(site: Awaited<ReturnType<typeof inboundSite>>, index = 0): Buffer {
  const { body } = site.received[index] ?? {}
  const octets = Buffer.from((body?.kind === 'inline' && body.content) || [])
  return octets.subarray(octets.indexOf('Subject:'))
}

const EVERY_OCTET = Buffer.from(Array.from({ length: 1024 }, (_, index) => index % 256))

test('BINARYMIME is kept octet for octet, in chunks cut anywhere', async () => {
  const site = await inboundSite()
  const client = await begunClient(site, ' BODY=BINARYMIME')
  const message = Buffer.concat([
    Buffer.from('Subject: x\r\n\r\n.\r\n..\r\n\n\r'),
    EVERY_OCTET,
    Buffer.from('\r'),
  ])
  for (const [from, to] of [
    [0, 1],
    [1, 17],
    [17, 500],
  ]) {
    client.write(`BDAT ${(to as number) - (from as number)}\r\n`)
    client.write(message.subarray(from, to))
    expect((await client.reply()).raw).toBe(`250 2.0.0 ${(to as number) - (from as number)} octets are here`)
  }
  client.write(`BDAT ${message.length - 500} LAST\r\n`)
  client.write(message.subarray(500))
  expect((await client.reply()).raw).toBe(`250 2.0.0 queued as ${site.received[0]?.id}`)
  expect(content(site).equals(message)).toBe(true)
  expect(site.received[0]).toMatchObject({ envelope: { body: 'binarymime' }, note: null })
})

test('a BDAT transaction in one packet, and the next message behind it', async () => {
  const site = await inboundSite()
  const client = await greetedClient(site)
  const envelope = 'MAIL FROM:<a@office.test>\r\nRCPT TO:<b@office.test>\r\n'
  const text = 'Subject: 1\r\n\r\nQUIT\r\n.\r\n'
  client.write(
    `${envelope}BDAT 12\r\n${text.slice(0, 12)}BDAT ${text.length - 12}\r\n${text.slice(12)}BDAT 0 LAST\r\n` +
      `${envelope}DATA\r\nSubject: 2\r\n\r\nx\r\n.\r\nQUIT\r\n`,
  )
  const codes = (await client.closed()).match(/^\d{3}/gm)
  expect(codes).toEqual(['250', '250', '250', '250', '250', '250', '250', '354', '250', '221'])
  expect(content(site).toString()).toBe(text)
  expect(site.received.map(({ subject }) => subject)).toEqual(['1', '2'])
})

test('each octet may come in a packet of its own', async () => {
  const site = await inboundSite()
  const client = await begunClient(site)
  client.socket.setNoDelay(true)
  for (const octet of Buffer.from('BDAT 14\r\nSubject: x\r\n\r\nbdat 5 last\r\nend\r\nNOOP\r\n')) {
    client.write(Buffer.of(octet))
    await new Promise((resolve) => setImmediate(resolve))
  }
  for (let count = 0; count < 3; count += 1) expect((await client.reply()).code).toBe(250)
  expect(content(site).toString()).toBe('Subject: x\r\n\r\nend\r\n')
})

test('thousands of chunks of one octet in one packet neither overflow nor get lost', async () => {
  const site = await inboundSite()
  const client = await begunClient(site)
  const text = `Subject: x\r\n\r\n${'0123456789'.repeat(1_000)}\r\n`
  client.write(`${[...text].map((octet) => `BDAT 1\r\n${octet}`).join('')}BDAT 0 LAST\r\n`)
  for (let count = 0; count <= text.length; count += 1) expect((await client.reply()).code).toBe(250)
  expect(content(site).toString()).toBe(text)
})

test('text that comes in chunks is held to CRLF as after DATA, and dots stay', async () => {
  const site = await inboundSite()
  const client = await begunClient(site)
  client.write('BDAT 15\r\nSubject: x\r\n\r\n\r')
  await client.reply()
  client.write('BDAT 10 LAST\r\n\n..a\nb\r\n.\r')
  expect((await client.reply()).code).toBe(250)
  expect(content(site).toString()).toBe('Subject: x\r\n\r\n\r\n..a\r\nb\r\n.\r\n')
  expect(site.received[0]?.note).toBe('1 bare line feed and 1 bare carriage return were made CRLF')
})

test.each([
  ['nothing was begun', [], '503 5.5.1'],
  ['no recipient was accepted', ['MAIL FROM:<a@office.test>'], '554 5.5.1'],
  ['the chunk is too large', ['MAIL FROM:<a@office.test>', 'RCPT TO:<b@office.test>'], '552 5.3.4'],
])('where %s the octets are read and refused, and never run', async (_, before, beginning) => {
  const site = await inboundSite({ config: { listeners: [{ ...LISTENER, maxSize: '2KiB' }] } })
  const client = await greetedClient(site)
  for (const line of before) await client.expect(line, '250')
  const commands = 'MAIL FROM:<evil@office.test>\r\n'.repeat(100)
  client.write(`BDAT ${commands.length} LAST\r\n${commands}NOOP\r\n`)
  expect((await client.reply()).raw.startsWith(beginning)).toBe(true)
  expect((await client.reply()).raw).toBe('250 2.0.0 Fine')
  expect(site.received).toHaveLength(0)
  await client.expect('MAIL FROM:<a@office.test>', '250')
})

test('chunks that add up to too much are refused, and those behind them drained', async () => {
  const site = await inboundSite({ config: { listeners: [{ ...LISTENER, maxSize: '2KiB' }] } })
  const client = await begunClient(site)
  const chunk = `BDAT 1500\r\n${'x'.repeat(1_500)}`
  client.write(`${chunk}${chunk}${chunk}`)
  expect((await client.reply()).code).toBe(250)
  expect((await client.reply()).raw).toMatch(/^552 5\.3\.4/)
  expect((await client.reply()).raw).toMatch(/^503 5\.5\.1/)
  await client.expect('MAIL FROM:<a@office.test>', '250')
})

test('RSET, EHLO and QUIT in the middle leave nothing of the message', async () => {
  const site = await inboundSite()
  const client = await begunClient(site)
  for (const command of ['RSET', 'EHLO client.test']) {
    client.write('BDAT 5\r\nhello')
    expect((await client.reply()).code).toBe(250)
    await client.expect(command, '250')
    await client.expect('BDAT 0 LAST', '503 5.5.1')
    await client.expect('MAIL FROM:<a@office.test>', '250')
    await client.expect('RCPT TO:<b@office.test>', '250')
  }
  client.write('BDAT 5\r\nhello')
  expect((await client.reply()).code).toBe(250)
  await client.expect('QUIT', '221')
  expect((await site.endedSession()).outcome).toBe('completed')
  expect(site.received).toHaveLength(0)
})

test('DATA, MAIL and RCPT have no place behind BDAT, and the message can go on', async () => {
  const site = await inboundSite()
  const client = await begunClient(site)
  client.write('BDAT 14\r\nSubject: x\r\n\r\n')
  await client.reply()
  await client.expect('DATA', '503 5.5.1')
  await client.expect('MAIL FROM:<c@office.test>', '503 5.5.1')
  await client.expect('RCPT TO:<c@office.test>', '503 5.5.1')
  await client.expect('BDAT 0 LAST', '250')
  expect(site.received[0]?.recipients).toHaveLength(1)
})

test('BINARYMIME with DATA is refused', async () => {
  const site = await inboundSite()
  const client = await begunClient(site, ' BODY=BINARYMIME')
  await client.expect('DATA', '503 5.5.1')
  await client.expect('RSET', '250')
  await client.expect('MAIL FROM:<a@office.test> BODY=8BITMIME', '250')
  await client.expect('RCPT TO:<b@office.test>', '250')
  expect((await sendData(client, 'Subject: x\r\n\r\nx')).code).toBe(250)
})

test.each(['BDAT', 'BDAT LAST', 'BDAT -1', 'BDAT 1 FIRST', 'BDAT 99999999999999999999'])(
  '%s closes the connection, since what follows could be content',
  async (line) => {
    const site = await inboundSite()
    const client = await begunClient(site)
    client.write(`${line}\r\nRSET\r\nMAIL FROM:<evil@office.test>\r\n`)
    expect(await client.closed()).toMatch(/^501 5\.5\.4 [^\n]*\n$/)
  },
)

test('storage that fails in the middle is said at the chunk, and the session goes on', async () => {
  const site = await inboundSite()
  const client = await begunClient(site)
  site.failure.body = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
  client.write('BDAT 17\r\nSubject: x\r\n\r\nyyy')
  expect((await client.reply()).raw).toMatch(/^452 4\.3\.1/)
  await client.expect('BDAT 0 LAST', '503 5.5.1')
  await client.expect('MAIL FROM:<a@office.test>', '250')
})

test('a client that goes within a chunk leaves nothing but a failed session', async () => {
  const site = await inboundSite()
  const client = await begunClient(site)
  client.write('BDAT 1000\r\nSubject: x\r\n')
  client.socket.destroy()
  expect((await site.endedSession()).outcome).toBe('failed')
  expect(site.received).toHaveLength(0)
})

test('a server that stops lets a message in chunks be completed', async () => {
  const site = await inboundSite()
  const client = await begunClient(site)
  client.write('BDAT 14\r\nSubject: x\r\n\r\n')
  await client.reply()
  const stopped = site.inbound.stop(new AbortController().signal)
  await waitFor('the port to be given back', () => site.inbound.statuses()[0]?.state !== 'listening')
  await client.expect('BDAT 0 LAST', '250')
  expect((await client.reply()).code).toBe(421)
  await stopped
  expect(site.received).toHaveLength(1)
})
