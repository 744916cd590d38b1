import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { type PeerScript, ScriptedSmtpPeer } from '../../support/scripted-smtp-peer.ts'
import { route, summary, TemporaryDelivery } from '../../support/temporary-delivery.ts'

const PLAIN = `AUTH PLAIN ${base64('\0office\0correct horse')}`

test('signs in with PLAIN where it is offered', async () => {
  const { peer, outcomes } = await deliverTo({ extensions: ['AUTH LOGIN PLAIN CRAM-MD5'] })
  expect(outcomes).toEqual(['1 delivered 250 2.0.0 Queued as 1'])
  expect(peer.commandsOf('AUTH')).toEqual([PLAIN])
})

test('signs in with LOGIN where that is all there is', async () => {
  const answers = ['334 UGFzc3dvcmQ6', '235 2.7.0 Signed in']
  const { peer, outcomes } = await deliverTo({
    extensions: ['AUTH LOGIN'],
    answer: ({ verb }) => (verb === 'AUTH-RESPONSE' ? answers.shift() : undefined),
  })
  expect(outcomes).toEqual(['1 delivered 250 2.0.0 Queued as 1'])
  expect(authLines(peer)).toEqual(['AUTH LOGIN', base64('office'), base64('correct horse')])
})

test('signs in with CRAM-MD5 where that is all there is', async () => {
  const challenge = '<1896.697170952@peer.test>'
  const { peer, outcomes } = await deliverTo({
    extensions: ['AUTH CRAM-MD5'],
    answer: ({ verb }) => (verb === 'AUTH' ? `334 ${base64(challenge)}` : undefined),
  })
  const digest = createHmac('md5', 'correct horse').update(challenge).digest('hex')
  expect(outcomes).toEqual(['1 delivered 250 2.0.0 Queued as 1'])
  expect(authLines(peer)).toEqual(['AUTH CRAM-MD5', base64(`office ${digest}`)])
})

test('falls back from PLAIN to LOGIN where the peer does not do PLAIN after all', async () => {
  const { peer, outcomes } = await deliverTo({
    extensions: ['AUTH PLAIN LOGIN'],
    answer: ({ verb, line }) =>
      line.startsWith('AUTH PLAIN')
        ? '504 5.7.4 Unrecognized authentication type'
        : verb === 'AUTH-RESPONSE' && line === base64('office')
          ? '334 UGFzc3dvcmQ6'
          : undefined,
  })
  expect(outcomes).toEqual(['1 delivered 250 2.0.0 Queued as 1'])
  expect(authLines(peer)).toEqual([PLAIN, 'AUTH LOGIN', base64('office'), base64('correct horse')])
})

test('does not try a wrong password twice, and keeps the mail', async () => {
  const { peer, outcomes } = await deliverTo({
    extensions: ['AUTH PLAIN LOGIN'],
    answer: ({ verb }) => (verb === 'AUTH' ? '535 5.7.8 Authentication failed' : undefined),
  })
  expect(outcomes).toEqual([
    '1 deferred 535 5.7.8 Authentication failed (Answer to AUTH: check user name and password of the route.)',
  ])
  expect(peer.commandsOf('AUTH')).toHaveLength(1)
})

test('says so where the host offers no sign-in', async () => {
  const { outcomes } = await deliverTo({ extensions: ['8BITMIME'] })
  expect(outcomes).toEqual([expect.stringMatching(/^1 deferred 4\.7\.0 .*offers no sign-in .*without TLS/)])
})

test('says so where the password was never stored', async () => {
  const { peer, outcomes } = await deliverTo({ extensions: ['AUTH PLAIN'] }, {})
  expect(outcomes).toEqual([expect.stringMatching(/^1 deferred 4\.7\.0 No password is stored for the route/)])
  expect(peer.connections).toBe(0)
})

test('defers when the connection breaks during sign-in', async () => {
  const { outcomes } = await deliverTo({
    extensions: ['AUTH PLAIN'],
    answer: ({ verb }) => (verb === 'AUTH' ? { kind: 'drop' } : undefined),
  })
  expect(outcomes).toEqual([expect.stringContaining('closed the connection during sign-in')])
})

test.each(['MAIL', 'RCPT', 'CONTENT'])(
  'a host that quotes the sign-in in its reply to %s puts no password into the reason',
  async (quoting) => {
    const { outcomes } = await deliverTo({
      extensions: ['AUTH PLAIN'],
      answer: ({ verb }) => (verb === quoting ? `451 4.3.0 Not for ${PLAIN} with correct horse` : undefined),
    })
    expect(outcomes).toEqual(['1 deferred 451 4.3.0 Not for AUTH PLAIN ••• with •••'])
  },
)

test('shows the account, and never the password', async () => {
  const { delivery } = await deliverTo({ extensions: ['AUTH PLAIN'] })
  const [session] = delivery.sessions.all()
  expect(session?.row.account).toBe('office')
  expect(JSON.stringify(session)).not.toContain('correct horse')
  expect(JSON.stringify(session)).not.toContain(base64('\0office\0correct horse'))
})

async function deliverTo(
  script: PeerScript,
  passwords: Record<string, string> = { provider: 'correct horse' },
) {
  const peer = await ScriptedSmtpPeer.start(script)
  const delivery = new TemporaryDelivery({ passwords })
  const target = route({
    name: 'provider',
    kind: 'smarthost',
    host: '127.0.0.1',
    port: peer.port,
    tls: 'never',
    auth: { kind: 'password', username: 'office' },
  })
  return { peer, delivery, outcomes: summary(await delivery.deliver(target)) }
}

/** From AUTH to what comes before MAIL. */
function authLines(peer: ScriptedSmtpPeer): string[] {
  const lines = peer.commands.map((line) => line.replace(/^\d+ /, ''))
  return lines.slice(
    lines.findIndex((line) => line.startsWith('AUTH')),
    lines.findIndex((line) => line.startsWith('MAIL')),
  )
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}
