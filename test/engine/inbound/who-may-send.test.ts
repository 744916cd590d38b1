import { describe, expect, test } from 'vitest'
import { generateAppPassword, hashAppPassword } from '../../../main/engine/config/app-password.ts'
import {
  base64,
  type InboundSite,
  inboundSite,
  LISTENER,
  type SiteOptions,
} from '../../support/inbound-site.ts'
import { SmtpClient } from '../../support/smtp-client.ts'
import { waitFor } from '../../support/wait-for.ts'

const HOUR = 3_600_000
const FOUR_MINUTES = 240_000
const random = { next: () => 0.5, bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)) }
const APP_PASSWORD = generateAppPassword(random)
const TRUSTED = { name: 'copiers', addresses: ['127.0.0.2'] }

/** AUTH in the clear, so that the tests need no TLS. */
function site(rights: Record<string, unknown> = {}, config: SiteOptions['config'] = {}) {
  return inboundSite({
    accounts: [{ username: 'scanner', password: 'correct horse', ...rights }],
    config: { listeners: [{ ...LISTENER, trustedNetworks: [], tolerate: ['auth-in-clear'] }], ...config },
  })
}

async function connect(office: InboundSite, localAddress = '127.0.0.1'): Promise<SmtpClient> {
  const client = await SmtpClient.connect({ port: office.port(), localAddress })
  await office.clock.advance(1_000)
  await client.reply()
  await client.expect('EHLO client.test', '250')
  return client
}

async function signedIn(office: InboundSite, password = 'correct horse', localAddress = '127.0.0.1') {
  const client = await connect(office, localAddress)
  await client.expect(`AUTH PLAIN ${base64(`\0scanner\0${password}`)}`, '235 2.7.0')
  return client
}

/** The reply to the first command of a message that is refused, or to its end. */
async function send(client: SmtpClient, header: string, options: { sender?: string; to?: string[] } = {}) {
  const { sender = 'scan@office.test', to = ['user@elsewhere.test'] } = options
  const begin = [`MAIL FROM:<${sender}>`, ...to.map((one) => `RCPT TO:<${one}>`), 'DATA']
  for (const command of begin) {
    const { raw, code } = await client.send(command)
    if (code < 400) continue
    await client.expect('RSET', '250')
    return raw
  }
  return (await client.send(`${header}\r\n\r\nText\r\n.`)).raw
}

describe('From', () => {
  const ONLY = '550 5.7.1'
  test.each([
    ['an address that is allowed', 'From: Scanner <scan@office.test>', '250'],
    ['capitals', 'FROM: SCAN@OFFICE.TEST', '250'],
    ['none at all', 'Subject: no From', '550 5.7.1 The message has no From field; this account may use only'],
    ['another address', 'From: Boss <boss@elsewhere.test>', ONLY],
    ['an address behind a name that looks like one', 'From: "scan@office.test" <boss@elsewhere.test>', ONLY],
    ['two, one of them foreign', 'From: scan@office.test, boss@elsewhere.test', ONLY],
    ['two From fields', 'From: scan@office.test\r\nSubject: x\r\nFrom: boss@elsewhere.test', ONLY],
    ['a group', 'From: us: scan@office.test, boss@elsewhere.test;', ONLY],
    ['a folded field', 'From: Boss\r\n <boss@elsewhere.test>', ONLY],
    ['a space before the colon', 'From : boss@elsewhere.test', ONLY],
    ['one behind a line that is no field', 'Subject: x\r\nnonsense\r\nFrom: boss@elsewhere.test', ONLY],
    ['one behind a bare CR', 'Subject: x\rFrom: boss@elsewhere.test', ONLY],
    ['nothing that is an address', 'From: undisclosed', ONLY],
    ['a header without end', `X: ${'x '.repeat(40_000)}\r\nFrom: scan@office.test`, ONLY],
  ])('%s', async (_, header, expected) => {
    const office = await site({ allowedFrom: ['*@office.test'] })
    const client = await signedIn(office)
    expect(await send(client, header)).toMatch(new RegExp(`^${expected}`))
    expect(office.received).toHaveLength(expected === '250' ? 1 : 0)
  })

  test('the refusal names what is allowed, and the session goes on', async () => {
    const client = await signedIn(await site({ allowedFrom: ['scan@office.test'] }))
    expect(await send(client, 'From: boss@office.test')).toBe(
      '550 5.7.1 The message says that it is from <boss@office.test>; this account may use only scan@office.test there. Change the From address, or ask the administrator to allow it',
    )
    expect(await send(client, 'From: scan@office.test')).toMatch(/^250/)
  })
})

describe('an account', () => {
  test('of other networks or past its time hears the ordinary words, and the log the reason', async () => {
    const office = await site({ allowedNetworks: ['127.0.0.2'], expiresAt: '2026-01-05T12:00:00Z' })
    const refused = await connect(office)
    await refused.expect(
      `AUTH PLAIN ${base64('\0scanner\0correct horse')}`,
      '535 5.7.8 User name or password',
    )
    const { id } = office.sessions()[0] ?? { id: '' }
    expect(office.transcript(id).join('\n')).toContain('may sign in from 127.0.0.2 only, not from 127.0.0.1')
    const inside = await signedIn(office, 'correct horse', '127.0.0.2')
    // A session that is silent for hours would have ended.
    for (let passed = 0; passed < 4 * HOUR; passed += FOUR_MINUTES) {
      await inside.send('NOOP')
      office.clock.advance(FOUR_MINUTES)
    }
    await inside.expect('MAIL FROM:<scan@office.test>', '530 5.7.0 The account was changed meanwhile')
  })

  test('signs in with an app password; the log says with which, and revoking it ends the session', async () => {
    const appPassword = {
      id: 'a1',
      name: 'cellar',
      hash: hashAppPassword(APP_PASSWORD),
      createdAt: 0,
      lastUsedAt: null,
    }
    const office = await site({ appPasswords: [appPassword] })
    const client = await signedIn(office, APP_PASSWORD.replaceAll('-', ' '))
    const { id } = office.sessions()[0] ?? { id: '' }
    expect(office.transcript(id)).toContain('note: signed in with the app password "cellar"')
    expect(office.transcript(id).join()).not.toContain(APP_PASSWORD)
    expect(await send(client, 'Subject: x')).toMatch(/^250/)
    office.changeAccount('scanner', { appPasswords: [] })
    await client.expect('MAIL FROM:<scan@office.test>', '530 5.7.0')
  })

  test('has its own size limit, and EHLO says it once it has signed in', async () => {
    const office = await site({ maxSize: '1KiB' })
    const client = await signedIn(office)
    expect((await client.send('EHLO x')).lines).toContain('SIZE 1024')
    await client.expect('MAIL FROM:<scan@office.test> SIZE=1025', '552 5.3.4')
    expect(await send(client, `Subject: ${'x'.repeat(900)}\r\nComments: ${'x'.repeat(200)}`)).toMatch(
      /^552 5\.3\.4/,
    )
    expect(await send(client, 'Subject: x')).toMatch(/^250/)
  })

  test('AUTH without TLS is named in the session when the device profile forgave it', async () => {
    const office = await site()
    await signedIn(office)
    await waitFor('the row', () => office.sessions()[0]?.tolerated.includes('auth-in-clear'))
  })
})

describe('sending limits', () => {
  test('messages: 450 at MAIL with the time, and on again by themselves; what was refused does not count', async () => {
    const office = await site({ limits: { messagesPerHour: 2 }, allowedFrom: ['*@office.test'] })
    const client = await signedIn(office)
    expect(await send(client, 'From: boss@elsewhere.test')).toMatch(/^550/)
    expect(await send(client, 'From: scan@office.test')).toMatch(/^250/)
    expect(await send(client, 'From: scan@office.test')).toMatch(/^250/)
    expect(await send(client, 'From: scan@office.test')).toMatch(
      /^450 4\.7\.1 This account may send 2 messages an hour; goes on at \d\d:\d\d$/,
    )
    office.clock.advance(HOUR + 60_000)
    expect(await send(await signedIn(office), 'From: scan@office.test')).toMatch(/^250/)
  })

  test('recipients: 452 at RCPT for those beyond, the others are served', async () => {
    const office = await site({ limits: { recipientsPerDay: 3 } })
    const client = await signedIn(office)
    await client.expect('MAIL FROM:<scan@office.test>', '250')
    for (const name of ['a', 'b', 'c', 'a']) await client.expect(`RCPT TO:<${name}@elsewhere.test>`, '250')
    await client.expect(
      'RCPT TO:<d@elsewhere.test>',
      '452 4.5.3 This account may send 3 recipients a day; goes on at',
    )
    await client.expect('DATA', '354')
    await client.expect('Subject: x\r\n\r\nx\r\n.', '250')
    expect(office.received[0]?.recipients).toHaveLength(3)
    expect(await send(client, 'Subject: x')).toMatch(/^452 4\.5\.3/)
  })

  test('two sessions at once do not send more than one may', async () => {
    const office = await site({ limits: { messagesPerHour: 1 } })
    const clients = [await signedIn(office), await signedIn(office)]
    for (const client of clients) {
      await client.expect('MAIL FROM:<scan@office.test>', '250')
      await client.expect('RCPT TO:<user@elsewhere.test>', '250')
    }
    for (const client of clients) await client.expect('DATA', '354')
    const replies = await Promise.all(clients.map((client) => client.send('Subject: x\r\n\r\nx\r\n.')))
    expect(replies.map(({ code }) => code).sort()).toEqual([250, 450])
    expect(office.received).toHaveLength(1)
  })

  test('a message that breaks off is given back', async () => {
    const office = await site({ limits: { messagesPerHour: 1 } })
    const broken = await signedIn(office)
    await broken.expect('MAIL FROM:<scan@office.test>', '250')
    await broken.expect('RCPT TO:<user@elsewhere.test>', '250')
    await broken.expect('DATA', '354')
    broken.write('Subject: half\r\n')
    broken.socket.destroy()
    await office.endedSession()
    expect(await send(await signedIn(office), 'Subject: x')).toMatch(/^250/)
  })

  test('what was sent before the start counts', async () => {
    const hour = Date.UTC(2026, 0, 5, 8)
    const office = await inboundSite({
      config: {
        listeners: [{ ...LISTENER, trustedNetworks: [] }],
        networks: [{ ...TRUSTED, limits: { messagesPerDay: 5 } }],
      },
      usage: [{ account: null, network: 'copiers', client: '127.0.0.2', hour, messages: 5, recipients: 5 }],
    })
    const client = await connect(office, '127.0.0.2')
    await client.expect(
      'MAIL FROM:<scan@office.test>',
      '450 4.7.1 127.0.0.2 in network copiers may send 5 messages a day',
    )
  })
})

describe('a named network', () => {
  const named = (network: Record<string, unknown>) => site({}, { networks: [{ ...TRUSTED, ...network }] })

  test('sends without AUTH, as its list allows, and the refusal names the network', async () => {
    const office = await named({
      allowedSenders: ['scan@office.test'],
      allowedFrom: ['*@office.test'],
      maxSize: '1KiB',
    })
    const client = await connect(office, '127.0.0.2')
    expect(await send(client, 'From: a@office.test')).toMatch(/^250/)
    expect(office.received[0]?.origin).toMatchObject({ network: 'copiers', account: null })
    expect(await send(client, 'From: a@elsewhere.test')).toMatch(
      /^550 5\.7\.1 .*network copiers may use only \*@office\.test/,
    )
    expect(await send(client, '', { sender: 'boss@office.test' })).toMatch(
      /^553 5\.7\.1 <boss@office\.test> is not a sender that network copiers may use; it allows only scan@office\.test/,
    )
    await client.expect('MAIL FROM:<scan@office.test> SIZE=2000', '552 5.3.4')
    expect((await waitFor('a session', () => office.sessions()[0])).network).toBe('copiers')
    const stranger = await connect(office, '127.0.0.3')
    expect(await send(stranger, 'From: a@office.test')).toMatch(/^550 5\.7\.1 Relaying/)
  })

  test('that is not trusted is only counted', async () => {
    const office = await named({
      trusted: false,
      allowedSenders: [],
      allowedFrom: [],
      limits: { messagesPerHour: 1 },
    })
    const client = await connect(office, '127.0.0.2')
    expect(await send(client, 'From: x@elsewhere.test')).toMatch(/^550 5\.7\.1 Relaying/)
    expect(await send(client, 'From: x@elsewhere.test', { to: ['anna@office.test'] })).toMatch(/^250/)
    expect(await send(client, '', { to: ['anna@office.test'] })).toMatch(/^450 4\.7\.1/)
  })

  test('does not bind who has signed in', async () => {
    const office = await named({ allowedSenders: [], allowedFrom: [], limits: { messagesPerHour: 1 } })
    const client = await signedIn(office, 'correct horse', '127.0.0.2')
    expect(await send(client, 'From: x@elsewhere.test')).toMatch(/^250/)
    expect(await send(client, 'From: x@elsewhere.test')).toMatch(/^250/)
  })
})

test('rates: 421 at the greeting, 450 at MAIL, 452 at RCPT, and room again after a minute', async () => {
  const limits = {
    perClient: { connectionsPerMinute: 2, messagesPerMinute: 1, recipientsPerMinute: 2 },
    overall: { messagesPerMinute: 2 },
  }
  const office = await site({}, { limits, networks: [{ name: 'lan', addresses: ['127.0.0.0/8'] }] })
  const client = await connect(office)
  await client.expect('MAIL FROM:<a@office.test>', '250')
  for (const name of ['a', 'b']) await client.expect(`RCPT TO:<${name}@elsewhere.test>`, '250')
  await client.expect('RCPT TO:<c@elsewhere.test>', '452 4.5.3')
  await client.expect('RSET', '250')
  await client.expect('MAIL FROM:<a@office.test>', '450 4.7.1')
  const second = await connect(office)
  await second.expect('MAIL FROM:<a@office.test>', '450 4.7.1')
  const third = await SmtpClient.connect({ port: office.port() })
  expect((await third.reply()).raw).toMatch(
    /^421 4\.7\.0 Too fast: 127\.0\.0\.1 may have 2 connections a minute/,
  )
  await third.closed()
  const other = await connect(office, '127.0.0.9')
  await other.expect('MAIL FROM:<a@office.test>', '250')
  office.clock.advance(62_000)
  const later = await connect(office)
  await later.expect('MAIL FROM:<a@office.test>', '250')
})
