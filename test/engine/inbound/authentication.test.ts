import { describe, expect, test } from 'vitest'
import {
  base64,
  cramMd5Response,
  type InboundSite,
  inboundSite,
  LISTENER,
} from '../../support/inbound-site.ts'
import { SmtpClient } from '../../support/smtp-client.ts'
import { whileTimePasses } from '../../support/while-time-passes.ts'

const ACCOUNTS = [
  { username: 'scanner', password: 'correct horse', allowedSenders: ['*@office.test'], cramMd5: true },
  { username: 'app', password: 'battery staple' },
  { username: 'gone', password: 'old password', disabled: true },
]

async function site(listener: Record<string, unknown> = {}): Promise<InboundSite> {
  return inboundSite({
    accounts: ACCOUNTS,
    config: { listeners: [{ ...LISTENER, trustedNetworks: [], ...listener }] },
  })
}

async function overTls(from: InboundSite): Promise<SmtpClient> {
  const client = await SmtpClient.connect({ port: from.port() })
  await client.reply()
  await client.expect('EHLO client.test', '250')
  await client.expect('STARTTLS', '220')
  await client.upgrade()
  await client.expect('EHLO client.test', '250')
  return client
}

const plain = (username: string, password: string) => base64(`\0${username}\0${password}`)

describe('with the right password', () => {
  test.each<[string, (client: SmtpClient) => Promise<unknown>]>([
    ['PLAIN', (client) => client.expect(`AUTH PLAIN ${plain('scanner', 'correct horse')}`, '235 2.7.0')],
    [
      'PLAIN, continued',
      async (client) => {
        expect((await client.send('auth plain')).raw).toBe('334 ')
        await client.expect(plain('scanner', 'correct horse'), '235 2.7.0')
      },
    ],
    [
      'LOGIN',
      async (client) => {
        await client.expect('AUTH LOGIN', '334 VXNlcm5hbWU6')
        await client.expect(base64('scanner'), '334 UGFzc3dvcmQ6')
        await client.expect(base64('correct horse'), '235 2.7.0')
      },
    ],
    [
      'LOGIN with initial response',
      async (client) => {
        await client.expect(`AUTH LOGIN ${base64('scanner')}`, '334 UGFzc3dvcmQ6')
        await client.expect(base64('correct horse'), '235 2.7.0')
      },
    ],
    [
      'CRAM-MD5',
      async (client) => {
        const { lines } = await client.expect('AUTH CRAM-MD5', '334 ')
        await client.expect(cramMd5Response('scanner', 'correct horse', lines[0] ?? ''), '235 2.7.0')
      },
    ],
  ])('%s signs in, and mail goes out under the account', async (_, signIn) => {
    const office = await site()
    const client = await overTls(office)
    await signIn(client)
    expect(office.touched).toEqual(['scanner'])
    await client.expect('MAIL FROM:<scan@office.test>', '250')
    await client.expect('RCPT TO:<user@elsewhere.test>', '250')
    await client.expect('DATA', '354')
    await client.expect('Subject: x\r\n\r\nx\r\n.', '250')
    expect(office.received[0]?.origin).toMatchObject({
      account: 'scanner',
      listener: 'lan',
      client: '127.0.0.1',
    })
    expect(office.received[0]?.text).toMatch(/with ESMTPSA id/)
    expect(office.received[0]?.text).not.toContain('scanner')
  })
})

test.each([
  ['a wrong password', 'scanner', 'wrong'],
  ['a name that does not exist', 'nobody', 'correct horse'],
  ['a disabled account', 'gone', 'old password'],
])('%s is refused, in the same words', async (_, username, password) => {
  const client = await overTls(await site())
  const { raw } = await client.send(`AUTH PLAIN ${plain(username, password)}`)
  expect(raw).toBe(
    '535 5.7.8 User name or password is not right, or the account is disabled; check both, or ask the administrator',
  )
  await client.expect('MAIL FROM:<a@office.test>', '250')
  await client.expect('RCPT TO:<user@elsewhere.test>', '550 5.7.1')
})

test('CRAM-MD5 is offered only where an account has it, and only that account gets in', async () => {
  const client = await overTls(await site())
  expect((await client.send('EHLO x')).lines).toContain('AUTH PLAIN LOGIN CRAM-MD5')
  const { lines } = await client.expect('AUTH CRAM-MD5', '334 ')
  await client.expect(cramMd5Response('app', 'battery staple', lines[0] ?? ''), '535 5.7.8')
  const without = await inboundSite({ accounts: [{ username: 'app', password: 'battery staple' }] })
  const other = await overTls(without)
  expect((await other.send('EHLO x')).lines).toContain('AUTH PLAIN LOGIN')
  await other.expect('AUTH CRAM-MD5', '504 5.5.4')
})

test('cancelling and nonsense are answered 501, and the session goes on', async () => {
  const client = await overTls(await site())
  await client.expect('AUTH LOGIN', '334')
  await client.expect('*', '501 5.7.0')
  await client.expect('AUTH PLAIN', '334')
  await client.expect('!!!', '501 5.5.2')
  await client.expect('AUTH PLAIN !!!', '501 5.5.2')
  await client.expect('AUTH XOAUTH2 abcd', '504 5.5.4')
  await client.expect('AUTH', '504 5.5.4')
  await client.expect('AUTH PLAIN a b', '501 5.5.4')
  await client.expect(`AUTH PLAIN ${plain('app', 'battery staple')}`, '235')
  await client.expect(`AUTH PLAIN ${plain('app', 'battery staple')}`, '503 5.5.1')
})

test('five wrong passwords end the session', async () => {
  const office = await site()
  const client = await overTls(office)
  for (let attempt = 1; attempt <= 5; attempt += 1)
    await whileTimePasses(
      office.clock,
      client.expect(`AUTH PLAIN ${plain('scanner', `guess ${attempt}`)}`, '535'),
    )
  await client.closed()
  expect(await office.endedSession()).toMatchObject({ outcome: 'refused' })
})

describe('in the clear', () => {
  test('AUTH is neither offered nor taken', async () => {
    const client = await SmtpClient.connect({ port: (await site()).port() })
    await client.reply()
    const { lines } = await client.send('EHLO x')
    expect(lines.some((line) => line.startsWith('AUTH'))).toBe(false)
    await client.expect(`AUTH PLAIN ${plain('scanner', 'correct horse')}`, '538 5.7.11')
    await client.expect('AUTH LOGIN', '538 5.7.11')
  })

  test('authInClear is for trusted networks only', async () => {
    const office = await site({ authInClear: true, trustedNetworks: ['127.0.0.2/32'] })
    const inside = await SmtpClient.connect({ port: office.port(), localAddress: '127.0.0.2' })
    await inside.reply()
    expect((await inside.send('EHLO x')).lines).toContain('AUTH PLAIN LOGIN CRAM-MD5')
    await inside.expect(`AUTH PLAIN ${plain('scanner', 'correct horse')}`, '235')
    const outside = await SmtpClient.connect({ port: office.port(), localAddress: '127.0.0.3' })
    await outside.reply()
    expect((await outside.send('EHLO x')).lines.join()).not.toContain('AUTH')
    await outside.expect(`AUTH PLAIN ${plain('scanner', 'correct horse')}`, '538 5.7.11')
  })
})

test('a listener that requires AUTH takes nothing before, not even from a trusted network', async () => {
  const client = await overTls(await site({ auth: 'required', trustedNetworks: ['127.0.0.0/8'] }))
  await client.expect('MAIL FROM:<a@office.test>', '530 5.7.0')
  await client.expect(`AUTH PLAIN ${plain('app', 'battery staple')}`, '235')
  await client.expect('MAIL FROM:<a@office.test>', '250')
})

test('a listener without AUTH says so', async () => {
  const client = await overTls(await site({ auth: 'off' }))
  await client.expect(`AUTH PLAIN ${plain('app', 'battery staple')}`, '502 5.5.1')
})

test('an account sends only as it may', async () => {
  const client = await overTls(await site())
  await client.expect(`AUTH PLAIN ${plain('scanner', 'correct horse')}`, '235')
  await client.expect('MAIL FROM:<boss@elsewhere.test>', '553 5.7.1')
  await client.expect('MAIL FROM:<scan@office.test>', '250')
})

test('an account that is changed counts at once in open sessions', async () => {
  const office = await site()
  const client = await overTls(office)
  await client.expect(`AUTH PLAIN ${plain('scanner', 'correct horse')}`, '235')
  office.changeAccount('scanner', { allowedSenders: ['only@office.test'] })
  await client.expect('MAIL FROM:<scan@office.test>', '553 5.7.1')
  office.changeAccount('scanner', { disabled: true })
  await client.expect('MAIL FROM:<only@office.test>', '530 5.7.0')
  await client.expect('MAIL FROM:<only@office.test>', '250')
  await client.expect('RCPT TO:<user@elsewhere.test>', '550 5.7.1')
})

test('no password reaches the transcript', async () => {
  const office = await site()
  const client = await overTls(office)
  await client.expect(`AUTH PLAIN ${plain('scanner', 'mistyped-horse')}`, '535')
  await client.expect('AUTH LOGIN', '334')
  await client.expect(base64('scanner'), '334')
  await client.expect(base64('correct horse'), '235')
  await client.expect('QUIT', '221')
  const session = await office.endedSession()
  const transcript = office.transcript(session.id).join('\n')
  for (const secret of [
    'mistyped-horse',
    'correct horse',
    base64('correct horse'),
    plain('scanner', 'mistyped-horse'),
  ])
    expect(transcript).not.toContain(secret)
  expect(transcript).toContain('note: sign-in refused: wrong password')
  expect(session).toMatchObject({ account: 'scanner', outcome: 'completed' })
})
