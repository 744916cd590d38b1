import { expect, test } from 'vitest'
import type { SessionRow } from '../../../shared/domain/session.ts'
import { begunClient, greetedClient, sendData } from '../../support/inbound-client.ts'
import {
  base64,
  type InboundSite,
  inboundSite,
  LISTENER,
  type SiteOptions,
} from '../../support/inbound-site.ts'
import { SmtpClient } from '../../support/smtp-client.ts'

const OPEN = { ...LISTENER, trustedNetworks: ['127.0.0.0/8'], authInClear: true }

/** The session as the log has it, after the client said these lines. */
async function after(
  site: InboundSite,
  lines: readonly string[],
  localAddress?: string,
): Promise<SessionRow> {
  const client = await greetedClient(site, localAddress === undefined ? {} : { localAddress })
  for (const line of lines) await client.send(line)
  client.end()
  return site.endedSession()
}

interface Case {
  readonly what: string
  readonly options?: SiteOptions
  readonly lines: readonly string[]
  readonly cause: NonNullable<SessionRow['cause']>
}

const ACCOUNTS = [{ username: 'scanner', password: 'pw', allowedSenders: ['scan@office.test'] }]
const SIGNED_IN = `AUTH PLAIN ${base64('\0scanner\0pw')}`
const NETWORK = { name: 'copiers', addresses: ['127.0.0.1'], allowedSenders: ['copy@office.test'] }
const TWO = ['MAIL FROM:<a@office.test>', 'RCPT TO:<b@office.test>', 'RCPT TO:<c@office.test>']

const CASES: readonly Case[] = [
  {
    what: 'a relay rule',
    options: {
      decideAtRcpt: () => ({ kind: 'reject', code: 550, enhanced: '5.7.1', text: 'No', rule: 'no payroll' }),
    },
    lines: ['MAIL FROM:<a@office.test>', 'RCPT TO:<b@office.test>'],
    cause: { kind: 'rule', name: 'no payroll' },
  },
  {
    what: "a network's senders",
    options: { config: { listeners: [OPEN], networks: [NETWORK] } },
    lines: ['MAIL FROM:<other@office.test>'],
    cause: { kind: 'network', name: 'copiers' },
  },
  {
    what: "a network's size",
    options: { config: { networks: [{ ...NETWORK, allowedSenders: ['*'], maxSize: '1KiB' }] } },
    lines: ['MAIL FROM:<a@office.test> SIZE=5000'],
    cause: { kind: 'network', name: 'copiers' },
  },
  {
    what: "an account's rights",
    options: { accounts: ACCOUNTS, config: { listeners: [OPEN] } },
    lines: [SIGNED_IN, 'MAIL FROM:<boss@office.test>'],
    cause: { kind: 'account', name: 'scanner' },
  },
  {
    what: 'a disabled account',
    options: {
      accounts: [{ username: 'scanner', password: 'pw', disabled: true }],
      config: { listeners: [OPEN] },
    },
    lines: [SIGNED_IN],
    cause: { kind: 'account', name: 'scanner' },
  },
  {
    what: 'a wrong password of an account that exists',
    options: { accounts: ACCOUNTS, config: { listeners: [OPEN] } },
    lines: [`AUTH PLAIN ${base64('\0scanner\0guess')}`],
    cause: { kind: 'password', name: 'scanner' },
  },
  {
    what: 'an unknown name, which may be a password that was typed there, and is not kept',
    options: { accounts: ACCOUNTS, config: { listeners: [OPEN] } },
    lines: [`AUTH PLAIN ${base64('\0hunter2\0guess')}`],
    cause: { kind: 'password', name: null },
  },
  {
    what: 'a listener that asks for AUTH',
    options: { config: { listeners: [{ ...OPEN, auth: 'required' }] } },
    lines: ['MAIL FROM:<a@office.test>'],
    cause: { kind: 'listener', name: 'lan' },
  },
  {
    what: "a listener's size",
    options: { config: { listeners: [{ ...OPEN, maxSize: '1KiB' }] } },
    lines: ['MAIL FROM:<a@office.test> SIZE=5000'],
    cause: { kind: 'listener', name: 'lan' },
  },
  {
    what: "a listener's recipients",
    options: { config: { listeners: [{ ...OPEN, maxRecipients: 1 }] } },
    lines: TWO,
    cause: { kind: 'listener', name: 'lan' },
  },
  {
    what: 'relaying by a stranger',
    options: { config: { listeners: [{ ...LISTENER, trustedNetworks: [] }] } },
    lines: ['MAIL FROM:<a@elsewhere.test>', 'RCPT TO:<b@elsewhere.test>', 'DATA'],
    cause: { kind: 'relaying', name: null },
  },
  {
    what: 'a sending limit',
    options: {
      accounts: [{ username: 'scanner', password: 'pw', limits: { recipientsPerHour: 1 } }],
      config: { listeners: [OPEN] },
    },
    lines: [SIGNED_IN, ...TWO],
    cause: { kind: 'limit', name: 'scanner' },
  },
  {
    what: 'a rate',
    options: { config: { limits: { perClient: { messagesPerMinute: 1 } } } },
    lines: ['MAIL FROM:<a@office.test>', 'RSET', 'MAIL FROM:<a@office.test>'],
    cause: { kind: 'limit', name: null },
  },
  {
    what: 'local mail',
    options: {
      config: { localMail: { mailboxes: [{ address: 'anna@office.test' }] } },
    },
    lines: ['MAIL FROM:<a@office.test>', 'RCPT TO:<nobody@office.test>'],
    cause: { kind: 'local-mail', name: null },
  },
  {
    what: 'a broken protocol',
    lines: ['RCPT TO:<b@office.test>'],
    cause: { kind: 'protocol', name: null },
  },
]

for (const { what, options = {}, lines, cause } of CASES)
  test(`a refusal names what did it: ${what}`, async () => {
    const site = await inboundSite(options)
    const session = await after(site, lines)
    expect(session.cause).toEqual(cause)
    const line = site.lines(session.id).find((one) => one.cause !== undefined)
    expect(line).toMatchObject({ kind: 'server', cause })
  })

test('what follows from a refusal does not take its place', async () => {
  const site = await inboundSite({ config: { listeners: [{ ...LISTENER, trustedNetworks: [] }] } })
  const session = await after(site, ['MAIL FROM:<a@x.test>', 'RCPT TO:<b@y.test>', 'DATA', 'BOGUS'])
  expect(session).toMatchObject({ outcome: 'refused', cause: { kind: 'relaying' } })
  expect(session.problem).toContain('Relaying to <b@y.test>')
})

test('a full disk and bare line feeds are causes too', async () => {
  const site = await inboundSite({ config: { listeners: [{ ...LISTENER, lineEnds: 'refuse' }] } })
  const client = await begunClient(site)
  const refused = await sendData(client, 'Subject: x\r\n\r\na\nb')
  expect(refused.code).toBe(550)
  client.end()
  expect((await site.endedSession()).cause).toEqual({ kind: 'content', name: null })

  const full = await inboundSite()
  full.failure.body = Object.assign(new Error('no space'), { code: 'ENOSPC' })
  const other = await begunClient(full)
  expect((await sendData(other, `Subject: x\r\n\r\n${'a'.repeat(2_000)}`)).code).toBe(452)
  other.end()
  expect((await full.endedSession()).cause).toEqual({ kind: 'disk', name: null })
})

test('the connections of a listener, and locked sign-ins', async () => {
  const busy = await inboundSite({ config: { listeners: [{ ...LISTENER, maxConnections: 1 }] } })
  const one = await greetedClient(busy)
  const two = await SmtpClient.connect({ port: busy.port() })
  expect((await two.reply()).code).toBe(421)
  expect((await busy.endedSession()).cause).toEqual({ kind: 'listener', name: 'lan' })
  one.end()

  const site = await inboundSite({
    accounts: ACCOUNTS,
    config: { listeners: [OPEN], limits: { signIn: { failures: 1, maxDelay: '0s' } } },
  })
  const first = await greetedClient(site)
  await first.expect(`AUTH PLAIN ${base64('\0scanner\0guess')}`, '535')
  await first.expect(SIGNED_IN, '535')
  first.end()
  expect((await site.endedSession()).cause).toEqual({ kind: 'lock', name: 'scanner' })
})
