import { expect, test } from 'vitest'
import { lostPatience } from '../../../main/engine/inbound/patience.ts'
import { inboundSite, LISTENER } from '../../support/inbound-site.ts'
import { SmtpClient } from '../../support/smtp-client.ts'

const MINUTE = 60_000

test.each([
  ['a command', { waited: 5 * MINUTE - 1, received: null, hurried: false }, false],
  ['a command', { waited: 5 * MINUTE, received: null, hurried: false }, true],
  ['a command', { waited: 9_999, received: null, hurried: true }, false],
  ['a command', { waited: 10_000, received: null, hurried: true }, true],
  ['a message without an octet', { waited: 5 * MINUTE, received: 0, hurried: false }, true],
  ['an octet a second', { waited: 6 * MINUTE, received: 360, hurried: false }, true],
  ['20 MiB over an hour', { waited: 60 * MINUTE, received: 20 * 1024 * 1024, hurried: false }, false],
  ['20 MiB over an hour', { waited: 60 * MINUTE, received: 20 * 1024 * 1024, hurried: true }, false],
  ['20 KiB in a minute', { waited: MINUTE, received: 20 * 1024, hurried: true }, false],
  ['nothing in half a minute', { waited: MINUTE / 2, received: 0, hurried: true }, true],
])('%s: %j', (_what, dawdling, lost) => {
  expect(lostPatience(dawdling) !== null).toBe(lost)
})

test('octets alone extend nothing: a command that never ends is not waited for', async () => {
  const site = await inboundSite()
  const client = await SmtpClient.connect({ port: site.port() })
  await client.reply()
  for (let minute = 0; minute < 5; minute++) {
    client.write('N')
    site.clock.advance(MINUTE)
  }
  site.clock.advance(2_000)
  expect(await client.closed()).toBe('421 4.4.2 No whole command came within 5 minutes; closing\r\n')
  expect(await site.endedSession()).toMatchObject({
    outcome: 'failed',
    problem: 'No whole command came within 5 minutes',
  })
})

test('a message that trickles in is given up, and nothing of it is kept', async () => {
  const site = await inboundSite()
  const client = await begun(site.port())
  await client.expect('DATA', '354')
  client.write('Subject: slow')
  site.clock.advance(5 * MINUTE + 4_000)
  expect(await client.closed()).toMatch(/^421 4\.4\.2 The message came at less than 100 octets a second/)
  await site.endedSession()
  expect(site.received).toEqual([])
})

test('short of room, strangers are hurried; who is trusted is not', async () => {
  const stranger = { name: 'public', trustedNetworks: ['127.0.0.9/32'], maxConnections: 5 }
  const site = await inboundSite({ config: { listeners: [{ ...LISTENER, ...stranger }] } })
  const trusted = await SmtpClient.connect({ port: site.port(), localAddress: '127.0.0.9' })
  await trusted.reply()
  const strangers = []
  for (let count = 0; count < 3; count++) {
    const client = await SmtpClient.connect({ port: site.port() })
    await client.reply()
    strangers.push(client)
  }
  // Four of five: short of room.
  site.clock.advance(12_000)
  for (const client of strangers) expect(await client.closed()).toMatch(/^421 4\.4\.2 No whole command/)
  await trusted.expect('NOOP', '250')
})

async function begun(port: number): Promise<SmtpClient> {
  const client = await SmtpClient.connect({ port })
  await client.reply()
  await client.expect('EHLO client.test', '250')
  await client.expect('MAIL FROM:<a@office.test>', '250')
  await client.expect('RCPT TO:<b@office.test>', '250')
  return client
}
