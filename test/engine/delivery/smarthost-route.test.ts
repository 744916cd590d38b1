import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { SMTP_TIMEOUTS } from '../../../main/engine/delivery/smtp-timeouts.ts'
import { freePort } from '../../support/free-port.ts'
import { type Answer, DROP, HANG, ScriptedSmtpPeer } from '../../support/scripted-smtp-peer.ts'
import { route, summary, TemporaryDelivery } from '../../support/temporary-delivery.ts'
import { waitFor } from '../../support/wait-for.ts'

const MAYBE_TWICE = expect.stringContaining('may get it twice')

test('delivers a message and reports the words of the next hop', async () => {
  const peer = await ScriptedSmtpPeer.start()
  const delivery = new TemporaryDelivery()
  const outcomes = await delivery.deliver(smarthost(peer), { content: 'Subject: x\r\n\r\n.dot\r\nend\r\n' })
  expect(summary(outcomes)).toEqual(['1 delivered 250 2.0.0 Queued as 1'])
  expect(outcomes[0]).toMatchObject({ host: '[127.0.0.1]', sessionId: delivery.sessions.all()[0]?.row.id })
  expect(peer.messages[0]).toMatchObject({
    mail: 'MAIL FROM:<sender@office.test> SIZE=25',
    rcpts: ['RCPT TO:<user@far.test>'],
    content: 'Subject: x\r\n\r\n.dot\r\nend\r\n',
  })
})

test('writes the conversation into the session log, without content', async () => {
  const peer = await ScriptedSmtpPeer.start()
  const delivery = new TemporaryDelivery()
  await delivery.deliver(smarthost(peer))
  await delivery.delivery.stop(new AbortController().signal)
  expect(delivery.sessions.transcript()).toEqual([
    '< 220 peer.test ESMTP',
    '> EHLO relay.office.test',
    '< 250-peer.test',
    '< 250-PIPELINING',
    '< 250-8BITMIME',
    '< 250 SIZE 0',
    '> MAIL FROM:<sender@office.test> SIZE=27',
    '> RCPT TO:<user@far.test>',
    '> DATA',
    '< 250 2.1.0 Sender ok',
    '< 250 2.1.5 Recipient ok',
    '< 354 Go ahead',
    expect.stringContaining('27'),
    '< 250 2.0.0 Queued as 1',
    '> QUIT',
    '< 221 2.0.0 Bye',
  ])
  const row = await delivery.sessions.ended()
  expect(row).toMatchObject({ outcome: 'completed', via: 'provider', problem: null, peerPort: peer.port })
  expect(row.messageIds).toHaveLength(1)
})

test('says EHLO with the name of the route', async () => {
  const peer = await ScriptedSmtpPeer.start()
  await new TemporaryDelivery().deliver(smarthost(peer, { ehloName: 'other.test' }))
  expect(peer.commandsOf('EHLO')).toEqual(['EHLO other.test'])
})

test.each([
  ['with', ['PIPELINING']],
  ['without', []],
] as const)('gives each recipient its own answer %s pipelining', async (_name, extensions) => {
  const peer = await ScriptedSmtpPeer.start({
    extensions,
    answer: ({ recipient }) =>
      recipient === 'b@far.test'
        ? '550 5.1.1 No b here'
        : recipient === 'c@far.test'
          ? '451 4.7.1 Greylisted'
          : undefined,
  })
  const outcomes = await new TemporaryDelivery().deliver(smarthost(peer), {
    recipients: ['a@far.test', 'b@far.test', 'c@far.test', 'a@far.test'],
  })
  expect(summary(outcomes)).toEqual([
    '1 delivered 250 2.0.0 Queued as 1',
    '2 refused 550 5.1.1 No b here',
    '3 deferred 451 4.7.1 Greylisted',
    '4 delivered 250 2.0.0 Queued as 1',
  ])
  expect(peer.messages[0]?.rcpts).toHaveLength(2)
})

const PHASES: readonly (readonly [verb: string, answer: Answer, outcome: unknown])[] = [
  ['GREETING', '421 4.3.2 Too busy', '1 deferred 421 4.3.2 Too busy'],
  ['GREETING', '554 5.7.1 Go away', '1 deferred 554 5.7.1 Go away'],
  [
    'GREETING',
    DROP,
    expect.stringMatching(/^1 deferred 4\.4\.2 .* closed the connection before its greeting/),
  ],
  ['EHLO', '421 4.3.2 Closing', '1 deferred 421 4.3.2 Closing'],
  ['EHLO', DROP, expect.stringContaining('closed the connection after EHLO')],
  ['MAIL', '451 4.3.0 Later', '1 deferred 451 4.3.0 Later'],
  ['MAIL', '550 5.7.1 Not you', '1 refused 550 5.7.1 Not you'],
  ['MAIL', '421 4.3.2 Closing', '1 deferred 421 4.3.2 Closing'],
  ['MAIL', DROP, expect.stringContaining('closed the connection after MAIL')],
  ['RCPT', '450 4.2.0 Later', '1 deferred 450 4.2.0 Later'],
  ['RCPT', '550 5.1.1 Nobody', '1 refused 550 5.1.1 Nobody'],
  ['RCPT', '421 4.3.2 Closing', '1 deferred 421 4.3.2 Closing'],
  ['RCPT', DROP, expect.stringContaining('closed the connection after RCPT')],
  ['DATA', '451 4.3.0 Later', '1 deferred 451 4.3.0 Later'],
  ['DATA', '554 5.7.1 No', '1 refused 554 5.7.1 No'],
  ['DATA', '421 4.3.2 Closing', '1 deferred 421 4.3.2 Closing'],
  ['DATA', '250 2.0.0 What', '1 deferred 250 2.0.0 What'],
  ['CONTENT', '451 4.3.0 Later', '1 deferred 451 4.3.0 Later'],
  ['CONTENT', '554 5.7.1 Spam', '1 refused 554 5.7.1 Spam'],
  ['CONTENT', '421 4.3.2 Closing', '1 deferred 421 4.3.2 Closing'],
  ['CONTENT', DROP, MAYBE_TWICE],
]

test.each<[verb: string, outcome: RegExp]>([
  ['MAIL', /^1 deferred 4\.5\.0 .* answered after MAIL with what is no reply/],
  ['RCPT', /^1 deferred 4\.5\.0 .* answered after RCPT with what is no reply/],
  ['CONTENT', /^1 deferred 4\.5\.0 .* no reply of SMTP: “what\?”\. It may have arrived all the same/],
])('a peer that answers %s with nonsense is left, and quoted', async (verb, outcome) => {
  const peer = await ScriptedSmtpPeer.start({
    answer: (step) => (step.verb === verb && step.connection === 1 ? 'what?' : undefined),
  })
  const delivery = new TemporaryDelivery()
  expect(summary(await delivery.deliver(smarthost(peer)))).toEqual([expect.stringMatching(outcome)])
  expect(summary(await delivery.deliver(smarthost(peer)))).toEqual([expect.stringMatching(/^1 delivered/)])
  expect(peer.connections).toBe(2)
})

test('what greets with something else than SMTP is quoted', async () => {
  const peer = await ScriptedSmtpPeer.start({ answer: () => 'HTTP/1.1 400 Bad Request' })
  expect(summary(await new TemporaryDelivery().deliver(smarthost(peer)))).toEqual([
    expect.stringContaining('does not speak SMTP: in place of a greeting it said “HTTP/1.1 400 Bad Request”'),
  ])
})

for (const [kind, extensions] of [
  ['with', ['PIPELINING']],
  ['without', []],
] as const)
  test.each(PHASES)(`${kind} pipelining, %s answered %j`, async (verb, answer, outcome) => {
    const peer = await ScriptedSmtpPeer.start({
      extensions,
      answer: (step) => (step.verb === verb ? answer : undefined),
    })
    const delivery = new TemporaryDelivery()
    expect(summary(await delivery.deliver(smarthost(peer)))).toEqual([outcome])
    await delivery.delivery.stop(AbortSignal.timeout(2_000))
    const { outcome: sessionOutcome, problem } = await delivery.sessions.ended()
    expect(sessionOutcome).toBe(typeof answer === 'string' ? 'refused' : 'failed')
    expect(problem).not.toBeNull()
  })

test('goes on with HELO where EHLO is not known', async () => {
  const peer = await ScriptedSmtpPeer.start({
    answer: ({ verb }) => (verb === 'EHLO' ? '502 5.5.1 No EHLO' : undefined),
  })
  expect(summary(await new TemporaryDelivery().deliver(smarthost(peer)))).toEqual([
    '1 delivered 250 2.0.0 Queued as 1',
  ])
  expect(peer.messages[0]?.mail).toBe('MAIL FROM:<sender@office.test>')
})

test('uses the connection again after a refusal that left a transaction open', async () => {
  const peer = await ScriptedSmtpPeer.start({
    answer: ({ verb, transaction }) =>
      verb === 'RCPT' && transaction === 1 ? '550 5.1.1 Nobody' : undefined,
  })
  const delivery = new TemporaryDelivery()
  expect(summary(await delivery.deliver(smarthost(peer)))).toEqual(['1 refused 550 5.1.1 Nobody'])
  expect(summary(await delivery.deliver(smarthost(peer)))).toEqual(['1 delivered 250 2.0.0 Queued as 1'])
  expect(peer.connections).toBe(1)
  expect(peer.commandsOf('RSET')).toHaveLength(1)
})

test.each([1, 2, 3, 4])('never takes a reply too many (%i of them) for the next message', async (surplus) => {
  const peer = await ScriptedSmtpPeer.start({
    answer: ({ verb }) =>
      verb === 'CONTENT' ? `250 2.0.0 Taken${'\r\n250 2.0.0 Taken'.repeat(surplus)}` : undefined,
  })
  const delivery = new TemporaryDelivery()
  const target = smarthost(peer, { maxConnections: 1, maxConnectionsPerHost: 1 })
  const outcomes = (await Promise.all([1, 2, 3].map(() => delivery.deliver(target)))).flat()
  const delivered = outcomes.filter(({ kind }) => kind === 'delivered')
  expect(delivered).toHaveLength(peer.messages.length)
  expect(outcomes.filter(({ kind }) => kind === 'deferred')).toHaveLength(3 - delivered.length)
})

test('sends what one transaction cannot take in further ones of the same connection', async () => {
  const seen = new Map<number, number>()
  const peer = await ScriptedSmtpPeer.start({
    answer: ({ verb, transaction }) => {
      if (verb !== 'RCPT') return undefined
      seen.set(transaction, (seen.get(transaction) ?? 0) + 1)
      return (seen.get(transaction) ?? 0) > 2 ? '452 4.5.3 Too many recipients' : undefined
    },
  })
  const recipients = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@far.test`)
  const outcomes = await new TemporaryDelivery().deliver(smarthost(peer), { recipients })
  expect(outcomes.map(({ kind }) => kind)).toEqual(Array(5).fill('delivered'))
  expect(peer.messages.map(({ rcpts }) => rcpts.length)).toEqual([2, 2, 1])
  expect(peer.connections).toBe(1)
})

test('defers when every recipient is said to be one too many', async () => {
  const peer = await ScriptedSmtpPeer.start({
    answer: ({ verb }) => (verb === 'RCPT' ? '452 4.5.3 Too many recipients' : undefined),
  })
  const outcomes = await new TemporaryDelivery().deliver(smarthost(peer))
  expect(summary(outcomes)).toEqual(['1 deferred 452 4.5.3 Too many recipients'])
})

test('puts at most a hundred recipients into one transaction', async () => {
  const peer = await ScriptedSmtpPeer.start()
  const recipients = Array.from({ length: 230 }, (_, index) => `user${index}@far.test`)
  const outcomes = await new TemporaryDelivery().deliver(smarthost(peer), { recipients })
  expect(outcomes).toHaveLength(230)
  expect(peer.messages.map(({ rcpts }) => rcpts.length)).toEqual([100, 100, 30])
})

test('reports a recipient that was refused before the message is through', async () => {
  const peer = await ScriptedSmtpPeer.start({
    answer: ({ verb, recipient }) =>
      verb === 'CONTENT' ? HANG : recipient === 'b@far.test' ? '550 5.1.1 No b here' : undefined,
  })
  const delivery = new TemporaryDelivery()
  const abort = new AbortController()
  const work = delivery.deliver(smarthost(peer), {
    recipients: ['a@far.test', 'b@far.test'],
    signal: abort.signal,
  })
  await waitFor('the message', () => peer.messages.length === 1)
  abort.abort()
  const outcomes = await work
  expect(outcomes.map(({ recipient }) => recipient)).toEqual([2, 1])
  expect(summary(outcomes)[0]).toEqual(MAYBE_TWICE)
})

test('releases recipients when it is stopped before the message was sent', async () => {
  const peer = await ScriptedSmtpPeer.start({ answer: ({ verb }) => (verb === 'DATA' ? HANG : undefined) })
  const abort = new AbortController()
  const work = new TemporaryDelivery().deliver(smarthost(peer), { signal: abort.signal })
  await waitFor('DATA', () => peer.commandsOf('DATA').length === 1)
  abort.abort()
  expect(summary(await work)).toEqual(['1 released'])
})

test('releases recipients when it is stopped while it connects', async () => {
  const peer = await ScriptedSmtpPeer.start({
    answer: ({ verb }) => (verb === 'GREETING' ? HANG : undefined),
  })
  const abort = new AbortController()
  const work = new TemporaryDelivery().deliver(smarthost(peer), { signal: abort.signal })
  await waitFor('the connection', () => peer.connections === 1)
  abort.abort()
  expect(summary(await work)).toEqual(['1 released'])
})

test('never ends a message that it could not read to the end', async () => {
  const peer = await ScriptedSmtpPeer.start()
  const openBody = async () =>
    Readable.from(
      (async function* () {
        yield Buffer.from('Subject: half\r\n\r\n')
        throw new Error('EIO: disk')
      })(),
    )
  const outcomes = await new TemporaryDelivery().deliver(smarthost(peer), { openBody })
  expect(summary(outcomes)).toEqual([expect.stringMatching(/^1 deferred 4\.3\.0 .*EIO: disk/)])
  expect(peer.messages).toEqual([])
})

test('takes an answer that comes before the end of the content', async () => {
  const peer = await ScriptedSmtpPeer.start({
    answer: ({ verb }) => (verb === 'BLOCK' ? '552 5.3.4 Too large' : undefined),
  })
  const content = `Subject: large\r\n\r\n${'x'.repeat(76)}\r\n`.repeat(100_000)
  const outcomes = await new TemporaryDelivery().deliver(smarthost(peer), { content })
  expect(summary(outcomes)).toEqual(['1 refused 552 5.3.4 Too large'])
})

test('defers when a peer goes silent, after the time for the final answer and not that for pipelined commands', async () => {
  const peer = await ScriptedSmtpPeer.start({ answer: ({ verb }) => (verb === 'CONTENT' ? HANG : undefined) })
  const delivery = new TemporaryDelivery({ timeouts: { ...SMTP_TIMEOUTS, end: 50 } })
  const [outcome] = summary(await delivery.deliver(smarthost(peer)))
  expect(outcome).toMatch(/^1 deferred 4\.4\.2 .*silent for too long/)
  expect(outcome).toEqual(MAYBE_TWICE)
})

test.each([
  ['GREETING', { greeting: 50 }],
  ['EHLO', { greeting: 50 }],
  ['MAIL', { envelope: 50 }],
] as const)('gives up on a peer that hangs at %s', async (verb, short) => {
  const peer = await ScriptedSmtpPeer.start({ answer: (step) => (step.verb === verb ? HANG : undefined) })
  const delivery = new TemporaryDelivery({ timeouts: { ...SMTP_TIMEOUTS, ...short } })
  expect(summary(await delivery.deliver(smarthost(peer)))).toEqual([
    expect.stringMatching(/^1 deferred 4\.4\.2 .*silent for too long/),
  ])
})

test.each(['EHLO', 'MAIL', 'CONTENT'])(
  'gives up on a peer whose reply to %s trickles in and never ends',
  async (verb) => {
    const peer = await ScriptedSmtpPeer.start({
      answer: (step) =>
        step.verb === verb ? { kind: 'raw', octets: '250-a\r\n', afterwards: 'trickle' } : undefined,
    })
    const timeouts = { ...SMTP_TIMEOUTS, greeting: 300, envelope: 300, end: 300 }
    const delivery = new TemporaryDelivery({ timeouts })
    expect(summary(await delivery.deliver(smarthost(peer)))).toEqual([
      expect.stringMatching(/^1 deferred 4\.4\.2 .*silent for too long/),
    ])
  },
)

test('says so when nothing listens', async () => {
  const port = await freePort()
  const outcomes = await new TemporaryDelivery().deliver(
    route({ name: 'provider', kind: 'smarthost', host: '127.0.0.1', port, tls: 'never' }),
  )
  expect(outcomes).toEqual([
    {
      recipient: 1,
      host: '[127.0.0.1]',
      sessionId: null,
      kind: 'deferred',
      reply: {
        code: null,
        enhanced: '4.4.1',
        text: `127.0.0.1:${port} refused the connection: nothing listens there, or a firewall blocks it.`,
      },
    },
  ])
})

test('keeps back a message that is too large for the host', async () => {
  const peer = await ScriptedSmtpPeer.start({ extensions: ['SIZE 10', 'PIPELINING', '8BITMIME'] })
  const outcomes = await new TemporaryDelivery().deliver(smarthost(peer))
  expect(summary(outcomes)).toEqual([expect.stringMatching(/^1 refused 552 5\.3\.4 .*takes at most 10/)])
  expect(peer.commandsOf('MAIL')).toEqual([])
})

test('streams a large message in pieces, as it is read', async () => {
  const peer = await ScriptedSmtpPeer.start()
  const block = Buffer.from(`${'x'.repeat(62)}\r\n`.repeat(1_024))
  let ahead = 0
  const openBody = async () =>
    Readable.from(
      (async function* () {
        for (let count = 0; count < 320; count++) {
          ahead += 1
          yield block
        }
      })(),
      { highWaterMark: 1 },
    )
  const outcomes = await new TemporaryDelivery().deliver(smarthost(peer), {
    openBody,
    size: 320 * block.length,
  })
  expect(summary(outcomes)).toEqual(['1 delivered 250 2.0.0 Queued as 1'])
  expect(ahead).toBe(320)
  expect(peer.messages[0]?.content).toHaveLength(320 * block.length)
})

function smarthost(peer: ScriptedSmtpPeer, more: object = {}) {
  return route({
    name: 'provider',
    kind: 'smarthost',
    host: '127.0.0.1',
    port: peer.port,
    tls: 'never',
    ...more,
  })
}
