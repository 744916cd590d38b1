/** Men in the middle at STARTTLS: what is slipped in before TLS never counts, and TLS that is demanded is never done without. */
import { connect } from 'node:tls'
import { beforeAll, describe, expect, test } from 'vitest'
import { greetedClient } from '../support/inbound-client.ts'
import { base64, inboundSite, LISTENER } from '../support/inbound-site.ts'
import { type PeerScript, ScriptedSmtpPeer } from '../support/scripted-smtp-peer.ts'
import { route, summary, TemporaryDelivery } from '../support/temporary-delivery.ts'
import { TestAuthority, type TestCertificate } from '../support/test-certificate.ts'

let authority: TestAuthority
let certificate: TestCertificate

beforeAll(async () => {
  authority = await TestAuthority.create()
  certificate = await authority.issue({ names: ['127.0.0.1'] })
})

describe('commands injected behind STARTTLS (CVE-2011-0411)', () => {
  test.each([
    ['an envelope', 'MAIL FROM:<evil@office.test>\r\nRCPT TO:<victim@office.test>\r\n'],
    ['a sign-in', `AUTH PLAIN ${base64('\0scanner\0right password')}\r\n`],
    ['half a command, to be ended within TLS', 'MAIL FROM:<evil@off'],
    ['a command ended by LF', 'MAIL FROM:<evil@office.test>\n'],
    ['a bare CR, to swallow the next LF', 'NOOP\r'],
  ])('%s never run within TLS', async (_, injected) => {
    const site = await inboundSite({
      config: { listeners: [{ ...LISTENER, tls: 'starttls' }] },
      accounts: [{ username: 'scanner', password: 'right password' }],
    })
    const client = await greetedClient(site)
    client.write(`STARTTLS\r\n${injected}`)
    expect((await client.reply()).code).toBe(220)
    // Either the server hangs up on what is no handshake, or the handshake succeeds and nothing was kept.
    const upgraded = await client.upgrade().then(
      () => true,
      () => false,
    )
    if (upgraded) {
      await client.expect('EHLO again.test', '250')
      await client.expect('RCPT TO:<victim@office.test>', '503')
      client.end()
    }
    const session = await site.endedSession()
    expect(session.account).toBeNull()
    expect(site.received).toEqual([])
    expect(site.transcript(session.id).join('\n')).not.toContain('evil')
  })

  test('a session begun in the clear loses name, sender and sign-in with TLS', async () => {
    const site = await inboundSite({ config: { listeners: [{ ...LISTENER, tls: 'starttls' }] } })
    const client = await greetedClient(site)
    await client.expect('MAIL FROM:<evil@office.test>', '250')
    await client.expect('STARTTLS', '220')
    await client.upgrade()
    await client.expect('RCPT TO:<victim@office.test>', '503')
    await client.expect('MAIL FROM:<a@office.test>', '503')
  })

  test('cross-protocol: HTTP of a browser and TLS on a port without it run no command', async () => {
    const site = await inboundSite()
    const { SmtpClient } = await import('../support/smtp-client.ts')
    const browser = await SmtpClient.connect({ port: site.port() })
    browser.write(
      'POST / HTTP/1.1\r\nHost: x\r\n\r\nEHLO x\r\nMAIL FROM:<evil@office.test>\r\nRCPT TO:<v@office.test>\r\nDATA\r\nx\r\n.\r\n',
    )
    await browser.closed()
    expect(site.received).toEqual([])
    const handshake = connect({ port: site.port(), host: '127.0.0.1', rejectUnauthorized: false })
    await new Promise((resolve) => handshake.on('error', resolve))
  })
})

describe('replies injected before TLS (CVE-2021-38084, CVE-2021-33515)', () => {
  test.each([
    ['a whole session of yes', '250 peer.test', '250 2.1.0 Ok', '250 2.1.5 Ok', '354 Go', '250 2.0.0 Forged'],
    ['an announcement of AUTH', '250-peer.test', '250 AUTH PLAIN', '235 2.7.0 Signed in'],
    ['a refusal', '550 5.1.1 Forged'],
  ])('%s is believed by nobody', async (_, ...injected) => {
    const peer = await startPeer({
      answer: ({ verb, secure }) => {
        // Its last line is what the scripted peer itself goes by.
        if (verb === 'STARTTLS' && !secure) return ['220 Go ahead', ...injected, '220 And on'].join('\r\n')
        return verb === 'CONTENT' ? '250 2.0.0 Queued by the real one' : undefined
      },
    })
    const [outcome = ''] = summary(await deliver(peer, { tls: 'required' }))
    expect(outcome).toMatch(/^1 (delivered 250 2\.0\.0 Queued by the real one|deferred )/)
    expect(outcome.startsWith('1 delivered')).toBe(peer.messages.length === 1)
    expect(peer.commandsOf('AUTH')).toEqual([])
  })
})

describe('TLS that is stripped on the way', () => {
  const STRIPPED: readonly (readonly [string, PeerScript])[] = [
    [
      'STARTTLS left out of EHLO',
      { answer: ({ verb, secure }) => (verb === 'EHLO' && !secure ? '250 peer.test' : undefined) },
    ],
    [
      'STARTTLS blanked out, as firewalls do',
      {
        answer: ({ verb, secure }) =>
          verb === 'EHLO' && !secure ? '250-peer.test\r\n250 XXXXXXXA' : undefined,
      },
    ],
    [
      'EHLO refused, so that only HELO is left',
      { answer: ({ verb }) => (verb === 'EHLO' ? '502 5.5.1 No EHLO' : undefined) },
    ],
    [
      'STARTTLS refused for now',
      { answer: ({ verb }) => (verb === 'STARTTLS' ? '454 4.7.0 Not now' : undefined) },
    ],
    [
      'STARTTLS refused for good',
      { answer: ({ verb }) => (verb === 'STARTTLS' ? '502 5.5.1 No' : undefined) },
    ],
    [
      'yes to STARTTLS and then no TLS',
      { answer: ({ verb }) => (verb === 'HANDSHAKE' ? '250 2.0.0 Go on\r\n' : undefined) },
    ],
    [
      'a preauthorised greeting',
      { answer: ({ verb }) => (verb === 'GREETING' ? '250 peer.test' : undefined) },
    ],
  ]

  test.each(
    (['required', 'required-unverified'] as const).flatMap((tls) =>
      STRIPPED.map(([name, script]) => [tls, name, script] as const),
    ),
  )('with policy %s, %s: neither sender, password nor message leaves', async (tls, _, script) => {
    const peer = await startPeer(script)
    const auth = { kind: 'password', username: 'office' } as const
    const [outcome] = summary(await deliver(peer, { tls, auth }))
    expect(outcome).toMatch(/^1 deferred /)
    const verbs = peer.commands.map((line) => line.replace(/^\d+ /, '').split(/[ :]/)[0])
    expect(verbs.filter((verb) => !['EHLO', 'HELO', 'STARTTLS', 'QUIT'].includes(verb ?? ''))).toEqual([])
    expect(peer.messages).toEqual([])
  })

  test('a message that itself demands TLS (RFC 8689) does not leave in the clear under an opportunistic route', async () => {
    const peer = await startPeer({ answer: ({ verb }) => (verb === 'EHLO' ? '250 peer.test' : undefined) })
    const [outcome] = summary(await deliver(peer, { tls: 'opportunistic' }, true))
    expect(outcome).not.toMatch(/delivered/)
    expect(peer.commandsOf('MAIL')).toEqual([])
  })
})

function startPeer(script: PeerScript): Promise<ScriptedSmtpPeer> {
  return ScriptedSmtpPeer.start({ tls: certificate, extensions: ['STARTTLS'], ...script })
}

function deliver(peer: ScriptedSmtpPeer, more: object, requireTls = false) {
  const temporary = new TemporaryDelivery({
    furtherRoots: [authority.pem],
    passwords: { peer: 'secret' },
  })
  const target = route({ name: 'peer', kind: 'smarthost', host: '127.0.0.1', port: peer.port, ...more })
  return temporary.deliver(target, { envelope: { requireTls } })
}
