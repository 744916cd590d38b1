/** What the simulator says, and what then happens: asked and sent side by side, for made-up offices and mails. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { SimulatedMail, SimulatedRecipient } from '../../shared/contract/rules.ts'
import type { ConfigInput } from '../../shared/domain/config.ts'
import type { MessageDetail } from '../../shared/domain/message.ts'
import { NextHop } from '../support/next-hop.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import type { Arrived } from '../support/taking-server.ts'
import { TEST_LISTENER, TemporaryEngine } from '../support/temporary-engine.ts'
import { waitFor } from '../support/wait-for.ts'

type RuleInput = NonNullable<ConfigInput['rules']>[number]
type Match = NonNullable<RuleInput['match']>
type Change = NonNullable<RuleInput['changes']>[number]

const RULE_SETS = 20
const MAILS = 10

const LOCAL = ['anna@office.test', 'sales@office.test', 'Team+x@office.test', 'nobody@office.test']
const FAR = ['ben@far.test', 'Cleo@Other.test', 'dora@sub.far.test']
const SENDERS = ['scanner@office.test', 'ben@far.test', '']

const match: fc.Arbitrary<Match> = fc
  .record(
    {
      senders: fc.constantFrom(['*@office.test'], ['ben@far.test', 'x@y.test'], ['scanner@*']),
      recipients: fc.constantFrom(['anna@*'], ['cleo@other.test'], ['*@*.far.test', 'ben@far.test']),
      recipientDomains: fc.constantFrom(['far.test'], ['*.far.test'], ['office.test', 'other.test']),
      accounts: fc.constantFrom(['clerk'], ['other']),
      listeners: fc.constantFrom(['test'], ['elsewhere']),
      clientNetworks: fc.constantFrom(['127.0.0.0/8'], ['10.0.0.0/8']),
      networks: fc.constantFrom(['desks'], ['copiers']),
      authenticated: fc.boolean(),
      tls: fc.boolean(),
      received: fc.constantFrom([{}], [{ from: '00:00', to: '00:01' }]),
      spf: fc.constantFrom(['pass' as const], ['none' as const]),
      minSize: fc.constantFrom('3KiB', '1KiB'),
      maxSize: fc.constantFrom('3KiB', '100KiB'),
      headerFrom: fc.constantFrom(['*@office.test'], ['boss@*']),
      subject: fc.constantFrom(['*scan*'], ['grüße*'], ['nothing']),
      headers: fc.constantFrom(
        [{ name: 'x-mark' }],
        [{ name: 'X-Mark', value: '*7*' }, { name: 'Subject' }],
        [{ name: 'X-Other' }],
      ),
      hasAttachment: fc.boolean(),
      deliveryReport: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  // Of two conditions and more few mails would meet all.
  .map((all) => Object.fromEntries(Object.entries(all).slice(0, 2)))

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constantFrom<Change>(
    { kind: 'sender', address: 'bounce@office.test' },
    { kind: 'sender', address: '{local}@relay.test' },
    { kind: 'recipient', address: '{local}@new.test' },
    { kind: 'recipient', address: 'all@new.test' },
    { kind: 'header-from', address: '{local}@brand.test' },
    { kind: 'header-from', address: 'us@brand.test', displayName: 'Us', keepReplyTo: false },
    { kind: 'add-header', name: 'X-Added', value: 'yes' },
    { kind: 'remove-header', name: 'X-Mark' },
    { kind: 'add-recipient', address: 'archive@far.test' },
    { kind: 'add-recipient', address: 'sales@office.test' },
    { kind: 'dkim' },
    { kind: 'priority', priority: 'high' },
    { kind: 'delay', for: '1h' },
    { kind: 'delay-until', windows: [{ from: '00:00', to: '24:00' }] },
    { kind: 'rate-limit', messages: 1000, per: '1h' },
  ),
)

const action: fc.Arbitrary<RuleInput['action']> = fc.constantFrom(
  { kind: 'continue' },
  { kind: 'continue' },
  { kind: 'continue' },
  { kind: 'route', route: 'sink' },
  { kind: 'route', route: 'kept' },
  { kind: 'route', route: 'desk' },
  { kind: 'hold', reason: 'Look at it' },
  { kind: 'reject', code: 550, text: 'No' },
  { kind: 'reject', code: 451, text: 'Later' },
  { kind: 'discard' },
)

const rules: fc.Arbitrary<RuleInput[]> = fc
  .array(
    fc.record({
      enabled: fc.nat(9).map((number) => number > 0),
      match,
      except: fc.option(match, { nil: undefined, freq: 3 }),
      changes: fc.array(change, { maxLength: 3 }),
      action,
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((list) => [
    ...list.map(({ except, ...rule }, index) => ({
      name: `rule ${index + 1}`,
      ...rule,
      ...(except === undefined ? {} : { except }),
    })),
    ...(list.length % 4 === 0 ? [] : [{ name: 'rest', action: { kind: 'route' as const, route: 'sink' } }]),
  ])

interface Sent {
  readonly sender: string
  readonly recipients: readonly string[]
  readonly from: string
  readonly subject: string
  readonly mark: string | null
  readonly large: boolean
  readonly attached: boolean
  readonly report: boolean
  readonly account: boolean
}

const mail: fc.Arbitrary<Sent> = fc.record({
  sender: fc.constantFrom(...SENDERS),
  recipients: fc.uniqueArray(fc.constantFrom(...LOCAL, ...FAR, ...FAR), { minLength: 1, maxLength: 3 }),
  from: fc.constantFrom('scanner@office.test', 'boss@far.test'),
  subject: fc.constantFrom('Scan 7', 'Grüße aus dem Büro'),
  mark: fc.constantFrom(null, 'room 7', 'room 8'),
  large: fc.boolean(),
  attached: fc.boolean(),
  report: fc.boolean(),
  account: fc.boolean(),
})

function contentOf(sent: Sent, id: string): string {
  const subject = `=?utf-8?B?${Buffer.from(sent.subject).toString('base64')}?=`
  const type = sent.report ? 'multipart/report; report-type=x; ' : 'multipart/mixed; '
  const attached =
    'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\n%PDF\r\n'
  return [
    `From: Somebody <${sent.from}>`,
    `Subject: ${subject}`,
    'Date: Mon, 05 Jan 2026 10:00:00 +0000',
    `Message-ID: <${id}>`,
    ...(sent.mark === null ? [] : [`X-Mark: ${sent.mark}`]),
    'MIME-Version: 1.0',
    `Content-Type: ${type}boundary=b`,
    '',
    `--b\r\nContent-Type: text/plain\r\n\r\n${'A line of text.\r\n'.repeat(sent.large ? 400 : 2)}`,
    ...(sent.attached ? [`--b\r\n${attached}`] : []),
    '--b--',
    '',
  ].join('\r\n')
}

function asked(sent: Sent, content: string): SimulatedMail {
  const headers = [
    { name: 'From', value: `Somebody <${sent.from}>` },
    { name: 'Subject', value: sent.subject },
    ...(sent.mark === null ? [] : [{ name: 'X-Mark', value: sent.mark }]),
  ]
  return {
    sender: sent.sender,
    recipients: [...sent.recipients],
    tls: false,
    size: content.length,
    subject: sent.subject,
    headerFrom: sent.from,
    headers,
    hasAttachment: sent.attached,
    deliveryReport: sent.report || sent.sender === '',
    ...(sent.account ? { account: 'clerk' } : {}),
  }
}

interface Outcome {
  readonly mailFrom: boolean
  /** Of each recipient as it was named; null where MAIL was refused. */
  readonly rcptTo: readonly string[]
  readonly data: string | null
}

async function send(port: number, sent: Sent, content: string): Promise<Outcome> {
  const client = await SmtpClient.connect({ port })
  await client.reply()
  await client.expect('EHLO client.test', '250')
  const login = Buffer.from('\0clerk\0long enough').toString('base64')
  if (sent.account) await client.expect(`AUTH PLAIN ${login}`, '235')
  const from = await client.send(`MAIL FROM:<${sent.sender}> SIZE=${content.length}`)
  const rcptTo: string[] = []
  let data: string | null = null
  if (from.code === 250) {
    for (const address of sent.recipients) rcptTo.push((await client.send(`RCPT TO:<${address}>`)).raw)
    if (rcptTo.some((reply) => reply.startsWith('250'))) {
      await client.expect('DATA', '354')
      client.write(content)
      data = (await client.send('.')).raw
    }
  }
  client.socket.destroy()
  return { mailFrom: from.code === 250, rcptTo, data }
}

/** Nothing of the message is on its way any more. */
function isSettled({ recipients }: MessageDetail): boolean {
  return recipients.every(({ state, attempts, lastReply }) =>
    state === 'deferred' ? attempts > 0 || lastReply !== null : !['queued', 'active'].includes(state),
  )
}

async function settled({ client }: TemporaryEngine, id: string): Promise<MessageDetail> {
  return waitFor(`${id} to settle`, async () => {
    const detail = await client.queue.get({ id })
    return isSettled(detail) ? detail : null
  })
}

interface House {
  readonly temporary: TemporaryEngine
  readonly hop: NextHop
  readonly port: number
}

let count = 0

async function compare({ temporary, hop, port }: House, sent: Sent): Promise<void> {
  const messageId = `${++count}@office.test`
  const content = contentOf(sent, messageId)
  const said = await temporary.client.rules.simulate({ kind: 'mail', mail: asked(sent, content) })
  const happened = await send(port, sent, content)
  expect(happened.mailFrom).toBe(said.sender.accepted)
  if (!happened.mailFrom) return
  for (const [index, address] of sent.recipients.entries()) {
    const texts = said.recipients
      .filter((one) => one.recipient === address)
      .map(({ admission }) => admission.text)
    expect(texts).toContain(happened.rcptTo[index])
  }
  const taken = new Set(sent.recipients.filter((_, index) => happened.rcptTo[index]?.startsWith('250')))
  if (taken.size === 0) return
  const named = said.recipients.filter(({ recipient }) => taken.has(recipient))
  const copies = said.recipients.filter(({ recipient }) => !sent.recipients.includes(recipient))
  if (!happened.data?.startsWith('250')) {
    expect(named.map(({ decision }) => decision.kind)).toEqual(named.map(() => 'reject'))
    expect(named.some(({ decision }) => decision.text.includes(happened.data?.slice(0, 9) ?? '?'))).toBe(true)
    return
  }
  const id = / queued as (\w+)|(\w{11})/.exec(happened.data)?.slice(1).find(Boolean) ?? ''
  const detail = await settled(temporary, id)
  const expected = new Map([...named, ...copies].map((one) => [one.expandedTo.toLowerCase(), one]))
  expect(detail.recipients.map(({ address }) => address.toLowerCase()).sort()).toEqual(
    [...expected.keys()].sort(),
  )
  for (const { address, state, route } of detail.recipients) {
    const simulated = expected.get(address.toLowerCase())
    if (!simulated) throw new Error(`nobody spoke of ${address}`)
    expect([address, state]).toEqual([address, stateOf(simulated)])
    if (simulated.decision.kind === 'route') expect(route).toBe(simulated.decision.route)
    if (state !== 'delivered' || route !== 'sink') continue
    const arrived = hop.arrived.filter(
      (one) =>
        one.content.slice(0, one.content.indexOf('\r\n\r\n')).includes(`Message-ID: <${messageId}>`) &&
        one.sender === simulated.envelope.sender &&
        one.recipients.includes(simulated.envelope.recipient),
    )
    expect([address, arrived.length > 0]).toEqual([address, true])
    if (arrived[0]) checkHeader(simulated, arrived[0], sent)
  }
}

function stateOf({ decision }: SimulatedRecipient): string {
  switch (decision.kind) {
    case 'route':
      return /Waits/.test(decision.text) ? 'deferred' : 'delivered'
    case 'reject':
      return /Refused with 5/.test(decision.text) ? 'bounced' : 'deferred'
    case 'discard':
      return 'cancelled'
    default:
      return 'held'
  }
}

function checkHeader(simulated: SimulatedRecipient, { content }: Arrived, sent: Sent): void {
  const header = content.slice(0, content.indexOf('\r\n\r\n'))
  const said = simulated.changes.map(({ text }) => text)
  const added = said.filter((text) => text.startsWith('Header X-Added: yes is added')).length
  expect(header.match(/^X-Added: yes$/gm)?.length ?? 0).toBe(added)
  const from = said
    .map((text) => /^From becomes (?:.*<)?([^<>;\s]+?)>?(?:\.$|;)/.exec(text)?.[1])
    .filter(Boolean)
    .at(-1)
  expect(/^From: (?:.*<)?([^<>\r\n]+?)>?\r$/m.exec(header)?.[1]).toBe(from ?? sent.from)
  if (said.some((text) => text.startsWith('Header X-Mark is removed')))
    expect(header).not.toMatch(/^X-Mark:/m)
  else if (sent.mark !== null) expect(header).toContain(`X-Mark: ${sent.mark}`)
}

it('what the simulator says of a mail is what happens to it', { timeout: 120_000 }, async () => {
  const hop = await NextHop.start()
  const temporary = await TemporaryEngine.start({
    config: {
      localDomains: ['office.test'],
      localMail: {
        mailboxes: [{ address: 'anna@office.test' }, { address: 'team@office.test' }],
        aliases: [{ address: 'sales@office.test', members: ['anna@office.test', 'eve@far.test'] }],
      },
      listeners: [{ ...TEST_LISTENER, auth: 'optional' }],
      networks: [{ name: 'desks', addresses: ['127.0.0.0/8'], tolerate: ['auth-in-clear'] }],
      accounts: [{ username: 'clerk', password: 'long enough', allowedSenders: ['*'] }],
      retention: { bodies: '1d' },
      routes: [
        { name: 'sink', kind: 'smarthost', host: '127.0.0.1', port: hop.port, tls: 'never' },
        { name: 'kept', kind: 'capture' },
        { name: 'desk', kind: 'hold' },
      ],
    },
  })
  const port = await temporary.port()
  const offices = fc.sample(rules, { seed: Number(process.env.SEED ?? 7), numRuns: RULE_SETS })
  for (const [number, office] of offices.entries()) {
    await temporary.client.configuration.import({
      ...(await temporary.client.configuration.export()),
      rules: office,
    })
    for (const sent of fc.sample(mail, { seed: 1000 + number, numRuns: MAILS }))
      await compare({ temporary, hop, port }, sent).catch((error: unknown) => {
        throw new Error(`${JSON.stringify({ office, sent })}: ${String(error)}`, { cause: error })
      })
  }
})
