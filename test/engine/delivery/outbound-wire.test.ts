/** What goes over the wire to next hops that know more, or less, than the usual. */
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { DROP, ScriptedSmtpPeer } from '../../support/scripted-smtp-peer.ts'
import { route, summary, TemporaryDelivery } from '../../support/temporary-delivery.ts'
import { waitFor } from '../../support/wait-for.ts'

const EVERYTHING = ['PIPELINING', 'SIZE 0', '8BITMIME', 'CHUNKING', 'BINARYMIME', 'DSN', 'SMTPUTF8']
const BINARY = Buffer.from(
  'MIME-Version: 1.0\r\nContent-Type: image/x\r\nContent-Transfer-Encoding: binary\r\n\r\na\nb\r\0\r\n.\r\nc',
)
const EIGHT_BIT =
  'MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGrüße\r\n'
const BINARY_MIME = { envelope: { body: 'binarymime' }, content: BINARY } as const
const EIGHT_BIT_MIME = { envelope: { body: '8bitmime' }, content: EIGHT_BIT } as const

test.each([
  ['with', EVERYTHING],
  ['without', EVERYTHING.slice(1)],
])('BINARYMIME goes by BDAT, octet for octet, %s pipelining', async (_name, extensions) => {
  const peer = await ScriptedSmtpPeer.start({ extensions })
  const delivery = new TemporaryDelivery()
  expect(summary(await delivery.deliver(smarthost(peer), BINARY_MIME))).toEqual([
    '1 delivered 250 2.0.0 Queued as 1',
  ])
  expect(peer.messages[0]?.raw.equals(BINARY)).toBe(true)
  expect(peer.messages[0]?.mail).toContain(`SIZE=${BINARY.length} BODY=BINARYMIME`)
  expect(peer.commandsOf('BDAT')).toEqual([`BDAT ${BINARY.length} LAST`])
  expect(peer.commandsOf('DATA')).toEqual([])
  expect(delivery.sessions.transcript().filter((line) => line.startsWith('#'))).toHaveLength(1)
})

test('a large message goes in chunks, each when the one before is taken', async () => {
  const peer = await ScriptedSmtpPeer.start({ extensions: EVERYTHING })
  const content = Buffer.concat([BINARY, Buffer.alloc(2_500_000, '\r\n.\r\n')])
  const openBody = async () => Readable.from(pieces(content, 60_000), { objectMode: false })
  const mail = { ...BINARY_MIME, openBody, size: content.length }
  expect(summary(await new TemporaryDelivery().deliver(smarthost(peer), mail))).toEqual([
    '1 delivered 250 2.0.0 Queued as 1',
  ])
  expect(peer.messages[0]?.raw.equals(content)).toBe(true)
  expect(peer.commandsOf('BDAT').map((line) => line.endsWith(' LAST'))).toEqual([false, false, true])
})

test.each([
  ['refused', '554 5.6.0 No', /^1 refused 554 5\.6\.0 No/],
  ['put off', '452 4.3.1 Full', /^1 deferred 452 4\.3\.1 Full/],
  ['the last that the peer says', DROP, /^1 deferred 4\.4\.2/],
])('a chunk in the middle that is %s ends the transaction', async (_name, answer, outcome) => {
  const peer = await ScriptedSmtpPeer.start({
    extensions: EVERYTHING,
    answer: ({ verb, transaction }) => (verb === 'BDAT' && transaction === 1 ? answer : undefined),
  })
  const content = Buffer.concat([BINARY, Buffer.alloc(2_500_000)])
  let open = 0
  const openBody = async () => {
    open += 1
    const body = Readable.from(pieces(content, 60_000), { objectMode: false })
    return body.on('close', () => {
      open -= 1
    })
  }
  const delivery = new TemporaryDelivery()
  const mail = { ...BINARY_MIME, openBody, size: content.length }
  expect(summary(await delivery.deliver(smarthost(peer), mail))).toEqual([expect.stringMatching(outcome)])
  await waitFor('the end of the body', () => open === 0)
  expect(peer.messages).toEqual([])
  expect(summary(await delivery.deliver(smarthost(peer), BINARY_MIME))).toEqual([
    '1 delivered 250 2.0.0 Queued as 1',
  ])
})

test('sends no chunk where no recipient was accepted', async () => {
  const peer = await ScriptedSmtpPeer.start({
    extensions: EVERYTHING,
    answer: ({ verb, transaction }) =>
      verb === 'RCPT' && transaction === 1 ? '550 5.1.1 Nobody' : undefined,
  })
  const delivery = new TemporaryDelivery()
  expect(summary(await delivery.deliver(smarthost(peer), BINARY_MIME))).toEqual([
    '1 refused 550 5.1.1 Nobody',
  ])
  expect(peer.commandsOf('BDAT')).toEqual([])
  expect(summary(await delivery.deliver(smarthost(peer), BINARY_MIME))).toEqual([
    '1 delivered 250 2.0.0 Queued as 1',
  ])
  expect(peer.connections).toBe(1)
})

test('LMTP answers the last chunk once for each recipient', async () => {
  const peer = await ScriptedSmtpPeer.start({
    lmtp: true,
    extensions: EVERYTHING,
    answer: ({ verb, recipient }) =>
      verb === 'CONTENT' && recipient === 'b@far.test' ? '452 4.2.2 Full' : undefined,
  })
  const lmtp = route({ name: 'boxes', kind: 'lmtp', host: '127.0.0.1', port: peer.port })
  const outcomes = await new TemporaryDelivery().deliver(lmtp, {
    ...BINARY_MIME,
    recipients: ['a@far.test', 'b@far.test'],
  })
  expect(summary(outcomes)).toEqual(['1 delivered 250 2.0.0 Stored', '2 deferred 452 4.2.2 Full'])
})

test.each([
  ['CHUNKING', ['8BITMIME', 'BINARYMIME', 'SIZE']],
  ['BINARYMIME', ['8BITMIME', 'CHUNKING', 'SIZE']],
])('binary content is converted for a host without %s', async (_name, extensions) => {
  const peer = await ScriptedSmtpPeer.start({ extensions })
  const delivery = new TemporaryDelivery()
  await delivery.deliver(smarthost(peer), BINARY_MIME)
  const [message] = peer.messages
  const [header, body = ''] = (message?.content ?? '').split('\r\n\r\n')
  expect(header).toContain('Content-Transfer-Encoding: base64')
  expect(Buffer.from(body, 'base64').equals(BINARY.subarray(BINARY.indexOf('\r\n\r\n') + 4))).toBe(true)
  expect(message?.mail).toBe(`MAIL FROM:<sender@office.test> SIZE=${message?.content.length} BODY=8BITMIME`)
  expect(delivery.sessions.transcript().join('\n')).toMatch(
    /! The message was converted, because .* takes 8bit content only\./,
  )
})

test('8-bit content is converted for a host without 8BITMIME, and the size is that of what is sent', async () => {
  const peer = await ScriptedSmtpPeer.start({ extensions: ['SIZE'] })
  await new TemporaryDelivery().deliver(smarthost(peer), EIGHT_BIT_MIME)
  expect(peer.messages[0]?.content).toBe(
    EIGHT_BIT.replace('8bit', 'quoted-printable').replace('Grüße', 'Gr=C3=BC=C3=9Fe'),
  )
  expect(peer.messages[0]?.mail).toBe(
    `MAIL FROM:<sender@office.test> SIZE=${peer.messages[0]?.content.length}`,
  )
})

test('a conversion that breaks a DKIM signature is said to', async () => {
  const peer = await ScriptedSmtpPeer.start({ extensions: [] })
  const delivery = new TemporaryDelivery()
  await delivery.deliver(smarthost(peer), {
    ...EIGHT_BIT_MIME,
    content: `DKIM-Signature: v=1\r\n${EIGHT_BIT}`,
  })
  expect(delivery.sessions.transcript().join('\n')).toContain('Its DKIM signature does not hold any more.')
})

test.each([
  [
    'a signed part',
    EIGHT_BIT.replace('text/plain; charset=utf-8', 'multipart/signed; boundary=b').replace(
      'Grüße',
      '--b\r\n\r\nGrüße\r\n--b--',
    ),
    '5.6.1',
  ],
  ['an 8-bit header', `Subject: ü\r\n${EIGHT_BIT}`, '5.6.3'],
])('%s that a host cannot take is bounced', async (_name, content, status) => {
  const peer = await ScriptedSmtpPeer.start({ extensions: [] })
  const [outcome] = summary(
    await new TemporaryDelivery().deliver(smarthost(peer), { ...EIGHT_BIT_MIME, content }),
  )
  expect(outcome).toContain(`1 refused 554 ${status} `)
  expect(peer.commandsOf('MAIL')).toEqual([])
})

test('content that only seems to need it is neither read twice nor changed', async () => {
  const peer = await ScriptedSmtpPeer.start()
  let opened = 0
  const openBody = async () => {
    opened += 1
    return Readable.from([Buffer.from(EIGHT_BIT)])
  }
  await new TemporaryDelivery().deliver(smarthost(peer), { ...EIGHT_BIT_MIME, openBody })
  expect(peer.messages[0]?.content).toBe(EIGHT_BIT)
  expect(opened).toBe(1)
})

test('an international header stays refused where the host does not know SMTPUTF8', async () => {
  const peer = await ScriptedSmtpPeer.start({ extensions: [] })
  const mail = {
    envelope: { body: '8bitmime', smtpUtf8: true },
    content: `Subject: ü\r\n${EIGHT_BIT}`,
  } as const
  expect(summary(await new TemporaryDelivery().deliver(smarthost(peer), mail))).toEqual([
    expect.stringMatching(/^1 refused 553 5\.6\.7/),
  ])
})

test.each([
  [EVERYTHING, true],
  [['PIPELINING'], false],
])('says whether the next hop knows DSN (%j)', async (extensions, knows) => {
  const peer = await ScriptedSmtpPeer.start({ extensions })
  const [outcome] = await new TemporaryDelivery().deliver(smarthost(peer), {
    envelope: { ret: 'hdrs', envid: 'x' },
    recipients: [{ address: 'a@far.test', notify: ['success'], originalRecipient: 'rfc822;b@far.test' }],
  })
  expect(outcome).toMatchObject({ kind: 'delivered', nextHopKnowsDsn: knows })
  expect(peer.messages[0]?.rcpts[0]).toBe(
    knows ? 'RCPT TO:<a@far.test> NOTIFY=SUCCESS ORCPT=rfc822;b@far.test' : 'RCPT TO:<a@far.test>',
  )
})

test('of a mailbox nobody says that it knows DSN', async () => {
  const peer = await ScriptedSmtpPeer.start({ lmtp: true, extensions: ['DSN'] })
  const lmtp = route({ name: 'boxes', kind: 'lmtp', host: '127.0.0.1', port: peer.port })
  const [outcome] = await new TemporaryDelivery().deliver(lmtp)
  expect(outcome).not.toHaveProperty('nextHopKnowsDsn')
})

test('LIMITS: no more recipients in a transaction than the host takes', async () => {
  const peer = await ScriptedSmtpPeer.start({ extensions: ['PIPELINING', 'LIMITS MAILMAX=10 RCPTMAX=2'] })
  const recipients = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@far.test`)
  const outcomes = await new TemporaryDelivery().deliver(smarthost(peer), { recipients })
  expect(outcomes.map(({ kind }) => kind)).toEqual(Array(5).fill('delivered'))
  expect(peer.messages.map(({ rcpts }) => rcpts.length)).toEqual([2, 2, 1])
  expect(peer.connections).toBe(1)
})

test('LIMITS: no more transactions on a connection than the host takes', async () => {
  const peer = await ScriptedSmtpPeer.start({ extensions: ['PIPELINING', 'LIMITS RCPTMAX=1 MAILMAX=2'] })
  const delivery = new TemporaryDelivery()
  const recipients = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@far.test`)
  const outcomes = await delivery.deliver(smarthost(peer), { recipients })
  expect(outcomes.map(({ kind }) => kind)).toEqual(Array(5).fill('delivered'))
  expect(peer.messages.map(({ connection }) => connection)).toEqual([1, 1, 2, 2, 3])
})

test.each(['LIMITS', 'LIMITS RCPTMAX=0 MAILMAX=x', 'LIMITS XRCPTMAX=1'])(
  'does not stumble over %j',
  async (line) => {
    const peer = await ScriptedSmtpPeer.start({ extensions: ['PIPELINING', line] })
    const recipients = ['a@far.test', 'b@far.test']
    await new TemporaryDelivery().deliver(smarthost(peer), { recipients })
    expect(peer.messages.map(({ rcpts }) => rcpts.length)).toEqual([2])
  },
)

test('what was announced before TLS, or by EHLO before HELO, does not count', async () => {
  const peer = await ScriptedSmtpPeer.start({
    extensions: EVERYTHING,
    answer: ({ verb }) => (verb === 'EHLO' ? '502 5.5.1 No' : undefined),
  })
  await new TemporaryDelivery().deliver(smarthost(peer), BINARY_MIME)
  expect(peer.messages[0]?.mail).toBe('MAIL FROM:<sender@office.test>')
  expect(peer.commandsOf('BDAT')).toEqual([])
})

function smarthost(peer: ScriptedSmtpPeer, more: object = {}) {
  return route({
    name: 'next',
    kind: 'smarthost',
    host: '127.0.0.1',
    port: peer.port,
    tls: 'opportunistic',
    ...more,
  })
}

function pieces(content: Buffer, size: number): Buffer[] {
  const found: Buffer[] = []
  for (let at = 0; at < content.length; at += size) found.push(content.subarray(at, at + size))
  return found
}
