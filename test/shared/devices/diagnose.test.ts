import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { expect, test } from 'vitest'
import { type DeviceExpectation, diagnose, SILENCE } from '../../../shared/devices/diagnose.ts'
import { base64, type InboundSite, inboundSite, LISTENER } from '../../support/inbound-site.ts'
import { SmtpClient } from '../../support/smtp-client.ts'

const EXPECTED: DeviceExpectation = {
  tls: 'starttls',
  auth: true,
  server: '192.168.1.5',
  port: 587,
  sender: 'scanner@office.test',
  username: 'scanner',
}
const PASSWORD = 'correct horse'
const TRUSTING = { ...LISTENER, trustedNetworks: ['127.0.0.0/8'] }

function site(listener: Record<string, unknown>, config: Record<string, unknown> = {}): Promise<InboundSite> {
  return inboundSite({
    config: { listeners: [{ ...TRUSTING, ...listener }], ...config },
    accounts: [{ username: 'scanner', password: PASSWORD, allowedSenders: ['scanner@office.test'] }],
  })
}

async function found(where: InboundSite, expected: DeviceExpectation = EXPECTED) {
  const row = await where.endedSession()
  return diagnose(expected, row, where.lines(row.id), 0)
}

async function greeted(where: InboundSite): Promise<SmtpClient> {
  const client = await SmtpClient.connect({ port: where.port() })
  await client.reply()
  await client.expect('EHLO copier', '250')
  return client
}

/** TLS with these options, until it is over. */
async function tlsClient(port: number, options: object): Promise<void> {
  await new Promise<void>((resolve) => {
    const socket = connectTls({ port, host: '127.0.0.1', ...options })
    socket.once('error', () => {
      socket.destroy()
      resolve()
    })
    socket.once('close', () => resolve())
  })
}

test('TLS from the start on a port that begins in the clear', async () => {
  const where = await site({})
  await tlsClient(where.port(), { rejectUnauthorized: false })
  expect(await found(where)).toMatchObject({ kind: 'tls-on-plain', tone: 'bad' })
})

test('a device in the clear on a port that speaks TLS from the start', async () => {
  const where = await site({ tls: 'implicit' })
  const socket = connect(where.port(), '127.0.0.1')
  socket.write('EHLO copier\r\n')
  await new Promise((resolve) => socket.once('close', resolve))
  expect((await found(where)).kind).toBe('plain-on-tls')
})

test('a device that does not trust the certificate', async () => {
  const where = await site({ tls: 'implicit' })
  await tlsClient(where.port(), { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' })
  expect((await found(where)).kind).toBe('certificate')
})

test('a device with TLS 1.0 is offered old TLS for its address', async () => {
  const where = await site({ tls: 'implicit' })
  await tlsClient(where.port(), {
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    ciphers: 'ALL@SECLEVEL=0',
    rejectUnauthorized: false,
  })
  expect(await found(where)).toMatchObject({
    kind: 'old-tls',
    remedy: { kind: 'tolerate', tolerance: 'old-tls' },
  })
})

test('a wrong password', async () => {
  const where = await site({ authInClear: true })
  const client = await greeted(where)
  await client.expect(`AUTH PLAIN ${base64('\0scanner\0wrong password')}`, '535')
  await client.send('QUIT')
  const { kind, reply, advice } = await found(where)
  expect(kind).toBe('wrong-password')
  expect(reply).toMatch(/^535/)
  expect(advice[0]).toContain('“scanner”')
})

test('signing in without TLS where that is not allowed', async () => {
  const where = await site({})
  const client = await greeted(where)
  await client.send(`AUTH PLAIN ${base64(`\0scanner\0${PASSWORD}`)}`)
  await client.send('QUIT')
  expect(await found(where)).toMatchObject({
    kind: 'sign-in-without-tls',
    remedy: { kind: 'tolerate', tolerance: 'auth-in-clear' },
  })
})

test('a stranger is told from a device that forgot to sign in', async () => {
  const where = await site({ trustedNetworks: [] })
  const client = await greeted(where)
  await client.send('MAIL FROM:<scanner@office.test>')
  await client.expect('RCPT TO:<b@far.test>', '550')
  await client.send('QUIT')
  expect((await found(where)).kind).toBe('sign-in-needed')
  expect(await found(where, { ...EXPECTED, auth: false })).toMatchObject({
    kind: 'relaying',
    advice: [expect.stringContaining('127.0.0.1'), expect.any(String)],
  })
})

test('a sender that the network may not use can be allowed', async () => {
  const networks = [{ name: 'Copiers', addresses: ['127.0.0.1'], allowedSenders: ['scanner@office.test'] }]
  const where = await site({}, { networks })
  const client = await greeted(where)
  await client.send('MAIL FROM:<boss@office.test>')
  await client.send('RCPT TO:<b@far.test>')
  await client.send('QUIT')
  expect(await found(where, { ...EXPECTED, auth: false })).toMatchObject({
    kind: 'sender',
    text: 'The device sends as boss@office.test, which it may not use here.',
    remedy: { kind: 'allow-sender', sender: 'boss@office.test' },
  })
})

test('lines that end with LF alone, in commands and in content', async () => {
  const commands = await site({})
  const client = await SmtpClient.connect({ port: commands.port() })
  await client.reply()
  client.write('EHLO copier\n')
  await client.reply()
  await client.send('QUIT')
  const expected = { kind: 'line-ends', remedy: { kind: 'tolerate', tolerance: 'bare-line-ends' } }
  client.socket.destroy()
  expect(await found(commands)).toMatchObject(expected)

  const content = await site({ lineEnds: 'refuse' })
  const sending = await greeted(content)
  await sending.send('MAIL FROM:<a@office.test>')
  await sending.send('RCPT TO:<b@office.test>')
  await sending.expect('DATA', '354')
  sending.write('Subject: a\nb\r\n.\r\n')
  await sending.reply()
  await sending.send('QUIT')
  expect(await found(content)).toMatchObject(expected)
})

test('a command that only old devices write', async () => {
  const where = await site({})
  const client = await greeted(where)
  await client.send('MAIL FROM:a@office.test')
  await client.send('QUIT')
  expect(await found(where)).toMatchObject({
    kind: 'protocol',
    remedy: { kind: 'tolerate', tolerance: 'unbracketed-path' },
  })
})

test('a test that only connects is no failure', async () => {
  const where = await site({})
  const client = await greeted(where)
  await client.send('QUIT')
  expect(await found(where)).toMatchObject({ kind: 'gave-up', tone: 'warn' })
})

test('an accepted message is the end of the watch', async () => {
  const where = await site({})
  const client = await greeted(where)
  await client.send('MAIL FROM:<scanner@office.test>')
  await client.send('RCPT TO:<b@far.test>')
  await client.expect('DATA', '354')
  await client.expect('Subject: x\r\n\r\nx\r\n.', '250')
  await client.send('QUIT')
  expect(await found(where)).toMatchObject({ kind: 'accepted', tone: 'ok' })
})

test('silence is a finding after a while, with the firewall and the address', () => {
  expect(diagnose(EXPECTED, null, [], SILENCE - 1).kind).toBe('waiting')
  const { kind, advice } = diagnose(EXPECTED, null, [], SILENCE)
  expect(kind).toBe('nothing-came')
  expect(advice.join(' ')).toMatch(/192\.168\.1\.5.*587.*firewall/)
})
