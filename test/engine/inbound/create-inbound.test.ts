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

test('STARTTLS', async () => {
  const site = await inboundSite()
  const client = await SmtpClient.connect({ port: site.port() })
  await client.reply()
  await client.expect('EHLO scanner', '250')
  await client.expect('STARTTLS', '220')
  await client.upgrade()
  const hello = await client.send('EHLO scanner')
  expect(hello.lines).toContain('AUTH PLAIN LOGIN')
})
