import { X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import { expect, test } from 'vitest'
import { inboundSite, LISTENER } from '../../support/inbound-site.ts'
import { SmtpClient } from '../../support/smtp-client.ts'
import { TestAuthority } from '../../support/test-certificate.ts'
import { waitFor } from '../../support/wait-for.ts'

test('STARTTLS protects the session, and what was said before counts no more', async () => {
  const site = await inboundSite()
  const client = await SmtpClient.connect({ port: site.port() })
  await client.reply()
  expect((await client.send('EHLO scanner')).lines).toContain('STARTTLS')
  await client.expect('MAIL FROM:<a@office.test>', '250')
  await client.expect('STARTTLS', '220')
  await client.upgrade()
  await client.expect('MAIL FROM:<a@office.test>', '503 5.5.1')
  expect((await client.send('EHLO scanner')).lines).not.toContain('STARTTLS')
  await client.expect('STARTTLS', '503 5.5.1')
  await client.expect('MAIL FROM:<a@office.test>', '250')
  await client.expect('RCPT TO:<b@elsewhere.test>', '250')
  await client.expect('DATA', '354')
  await client.expect('\r\nx\r\n.', '250')
  expect(site.received[0]?.text).toMatch(/with ESMTPS id/)
  expect(site.received[0]?.text).toMatch(/\(using TLSv1\.3 with cipher TLS_/)
  expect(site.sessions()[0]?.tls).toMatchObject({ protocol: 'TLSv1.3', verified: null })
})

test('commands smuggled in behind STARTTLS never run (CVE-2011-0411)', async () => {
  const site = await inboundSite()
  const client = await SmtpClient.connect({ port: site.port() })
  await client.reply()
  await client.expect('EHLO scanner', '250')
  client.write(
    `STARTTLS\r\nEHLO evil\r\nMAIL FROM:<evil@office.test>\r\n${'NOOP\r\n'.repeat(300)}RCPT TO:<b@elsewh`,
  )
  expect((await client.reply()).code).toBe(220)
  await client.upgrade()
  await client.expect('RCPT TO:<b@elsewhere.test>', '503 5.5.1')
  expect(site.transcript(site.sessions()[0]?.id ?? '').join('\n')).not.toContain('evil')
})

test('implicit TLS speaks TLS from the first octet, and a failed handshake is a session to look at', async () => {
  const site = await inboundSite({ config: { listeners: [{ ...LISTENER, tls: 'implicit' }] } })
  const client = await SmtpClient.connect({ port: site.port(), tls: true })
  expect((await client.reply()).code).toBe(220)
  const { lines } = await client.send('EHLO scanner')
  expect(lines).toContain('AUTH PLAIN LOGIN')
  expect(lines).not.toContain('STARTTLS')
  const plain = await SmtpClient.connect({ port: site.port() })
  plain.write('EHLO scanner\r\n')
  await plain.closed()
  expect(await site.endedSession()).toMatchObject({
    outcome: 'failed',
    problem: expect.stringContaining('TLS handshake'),
  })
})

test('a listener without TLS offers none', async () => {
  const site = await inboundSite({ config: { listeners: [{ ...LISTENER, tls: 'none' }] } })
  const client = await SmtpClient.connect({ port: site.port() })
  await client.reply()
  expect((await client.send('EHLO scanner')).lines).not.toContain('STARTTLS')
  await client.expect('STARTTLS', '502 5.5.1')
})

test('another certificate is shown from the next handshake on, without a restart', async () => {
  const site = await inboundSite({ config: { listeners: [{ ...LISTENER, tls: 'implicit' }] } })
  const before = await SmtpClient.connect({ port: site.port(), tls: true })
  await before.reply()
  const port = site.port()
  const authority = await TestAuthority.create()
  const { cert, key } = await authority.issue({ names: ['mail.office.test'] })
  await site.apply({
    listeners: [{ ...LISTENER, tls: 'implicit' }],
    certificate: { kind: 'pem', certificate: cert, key },
  })
  const after = await SmtpClient.connect({ port, tls: true })
  const shown = (client: SmtpClient) => (client.socket as TLSSocket).getPeerCertificate().raw
  expect(new X509Certificate(shown(after)).subjectAltName).toBe('DNS:mail.office.test')
  await before.expect('NOOP', '250')
})

test('listeners that were opened before the first certificate show it when it is there', async () => {
  const site = await inboundSite({
    values: new Map(),
    config: { listeners: [{ ...LISTENER, tls: 'implicit' }] },
  })
  expect(site.inbound.statuses()[0]?.state).toBe('listening')
  const client = await SmtpClient.connect({ port: site.port(), tls: true })
  expect((await client.reply()).code).toBe(220)
  await waitFor('the certificate to be stored', () => site.values.size === 2)
})

test('a client that says nothing between STARTTLS and its handshake is not held for long', async () => {
  const site = await inboundSite()
  const client = await SmtpClient.connect({ port: site.port() })
  await client.reply()
  await client.expect('EHLO x', '250')
  await client.expect('STARTTLS', '220')
  site.clock.advance(30_000)
  expect(await site.endedSession()).toMatchObject({
    outcome: 'failed',
    problem: 'The client asked for TLS, but did not finish its handshake within 30 seconds',
  })
})

test.each(['starttls', 'implicit'] as const)(
  'a client that dislikes the certificate and just hangs up ends its session at once (%s)',
  async (tls) => {
    const site = await inboundSite({ config: { listeners: [{ ...LISTENER, tls }] } })
    const client = await SmtpClient.connect({ port: site.port() })
    if (tls === 'starttls') {
      await client.reply()
      await client.expect('EHLO scanner', '250')
      await client.expect('STARTTLS', '220')
    }
    await expect(client.upgrade({ rejectUnauthorized: true })).rejects.toThrow(/certificate/)
    expect(await site.endedSession()).toMatchObject({
      outcome: 'failed',
      problem: expect.stringContaining('most likely it does not trust the certificate'),
    })
  },
)

test('a port that is only tried says that no TLS came', async () => {
  const site = await inboundSite({ config: { listeners: [{ ...LISTENER, tls: 'implicit' }] } })
  const client = await SmtpClient.connect({ port: site.port() })
  client.end()
  expect(await site.endedSession()).toMatchObject({
    outcome: 'failed',
    problem: expect.stringContaining('hung up before it began with TLS'),
  })
})
