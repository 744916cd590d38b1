import { expect, test } from 'vitest'
import { inboundSite } from '../../support/inbound-site.ts'
import { SmtpClient } from '../../support/smtp-client.ts'

test('takes a message from a trusted network and says 250 after the queue has it', async () => {
  const site = await inboundSite()
  const client = await SmtpClient.connect({ port: site.port() })
  expect((await client.reply()).raw).toBe('220 relay.office.test ESMTP Mailroom')
  expect((await client.send('EHLO scanner')).lines).toEqual([
    'relay.office.test greets scanner',
    'PIPELINING',
    'SIZE 52428800',
    '8BITMIME',
    'SMTPUTF8',
    'DSN',
    'ENHANCEDSTATUSCODES',
    'CHUNKING',
    'BINARYMIME',
    'LIMITS RCPTMAX=1000',
    'STARTTLS',
  ])
  await client.expect('MAIL FROM:<scanner@office.test> SIZE=100', '250 2.1.0')
  await client.expect('RCPT TO:<user@elsewhere.test>', '250 2.1.5')
  await client.expect('DATA', '354 ')
  client.write('Subject: Scan\r\n\r\n..dot\r\nend\r\n')
  const done = await client.send('.')
  const message = site.received[0]
  expect(done.raw).toBe(`250 2.0.0 queued as ${message?.id}`)
  expect(message?.subject).toBe('Scan')
  await client.expect('QUIT', '221 2.0.0')
  const session = await site.endedSession()
  expect(session).toMatchObject({ outcome: 'completed', messageIds: [message?.id], problem: null })
  expect(site.transcript(session.id)).toContain('data: message, 28 octets')
})

test('a computer with an international name greets in ASCII', async () => {
  const site = await inboundSite({ config: { hostname: 'büro.office.test' } })
  const client = await SmtpClient.connect({ port: site.port() })
  expect((await client.reply()).raw).toBe('220 xn--bro-hoa.office.test ESMTP Mailroom')
})

test('a client that closes its side after its last command still hears the replies', async () => {
  const site = await inboundSite()
  const client = await SmtpClient.connect({ port: site.port() })
  await client.reply()
  client.write('HELO x\r\nMAIL FROM:<a@office.test>\r\nRCPT TO:<b@elsewhere.test>\r\nDATA\r\nx\r\n.\r\n')
  client.end()
  expect((await client.closed()).match(/^\d{3}/gm)).toEqual(['250', '250', '250', '354', '250'])
  expect(await site.endedSession()).toMatchObject({ outcome: 'completed' })
})
