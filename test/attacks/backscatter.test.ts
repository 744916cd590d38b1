/** Reports on delivery as a weapon: nobody who sent nothing gets one, and one never answers another. */
import { describe, expect, test } from 'vitest'
import { decideReport } from '../../main/engine/queue/reports/decide-report.ts'
import { greetedClient } from '../support/inbound-client.ts'
import { inboundSite } from '../support/inbound-site.ts'
import { ENVELOPE, ORIGIN } from '../support/sample-message.ts'
import { ScriptedSmtpPeer } from '../support/scripted-smtp-peer.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { TemporaryEngine } from '../support/temporary-engine.ts'

const authentication = (spf: string, dkim: string, dmarc: string) =>
  ({ spf, dkim, dmarc, header: '', domain: null }) as never

describe('a forged sender', () => {
  test('of mail to nobody here is refused while its client still listens: no report is owed', async () => {
    const site = await inboundSite({
      config: { localMail: { mailboxes: [{ address: 'anna@office.test' }] } },
    })
    const client = await greetedClient(site, { localAddress: '127.0.0.8' })
    await client.expect('MAIL FROM:<victim@elsewhere.test>', '250')
    await client.expect('RCPT TO:<nobody@office.test>', '550 5.1.1')
    await client.expect('RCPT TO:<anna@office.test>', '250')
  })

  test.each([
    ['fails DMARC', authentication('pass', 'pass', 'fail')],
    ['fails SPF and has no good signature', authentication('fail', 'none', 'none')],
  ])('that %s hears of no failure, delay or success', (_, checked) => {
    const mail = { envelope: ENVELOPE, origin: { ...ORIGIN, authentication: checked } as typeof ORIGIN }
    for (const occasion of ['success', 'failure', 'delay'] as const)
      expect(decideReport(mail, { notify: ['success', 'failure', 'delay'] }, occasion).kind).toBe(
        'keep-silent',
      )
  })
})

test('the null sender is told nothing, whatever NOTIFY asks for', () => {
  const mail = { envelope: { ...ENVELOPE, sender: '' }, origin: ORIGIN }
  for (const occasion of ['success', 'failure', 'delay'] as const)
    expect(decideReport(mail, { notify: ['success', 'failure', 'delay'] }, occasion).kind).toBe('keep-silent')
})

test('a refused report ends there: two servers cannot play it back and forth', async () => {
  const peer = await ScriptedSmtpPeer.start({
    answer: ({ verb }) =>
      verb === 'RCPT' ? '550 5.1.1 <script>alert(1)</script>\x1b[2J no such user' : undefined,
  })
  const engine = await TemporaryEngine.start({
    config: {
      routes: [{ name: 'hop', kind: 'smarthost', host: '127.0.0.1', port: peer.port, tls: 'never' }],
      rules: [{ name: 'all', action: { kind: 'route', route: 'hop' } }],
    },
  })
  const client = await SmtpClient.connect({ port: await engine.port() })
  await client.reply()
  await client.expect('EHLO client.test', '250')
  await client.expect('MAIL FROM:<a@far.test>', '250')
  await client.expect('RCPT TO:<b@far.test>', '250')
  await client.expect('DATA', '354')
  await client.expect('Subject: x\r\n\r\n.', '250')
  const { waitFor } = await import('../support/wait-for.ts')
  await waitFor('both to be refused', () => peer.commandsOf('RCPT').length >= 2)
  await waitFor('nothing that waits', async () => {
    const { rows } = await engine.client.queue.list({ filter: { states: ['queued', 'active', 'deferred'] } })
    return rows.length === 0
  })
  expect(peer.commandsOf('MAIL')).toHaveLength(2)
  expect(peer.commandsOf('MAIL')[1]).toMatch(/^MAIL FROM:<>/)
})
