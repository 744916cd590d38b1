import { describe, expect, it } from 'vitest'
import type { SimulatedMail, Simulation } from '../../../shared/contract/rules.ts'
import type { ConfigInput } from '../../../shared/domain/config.ts'
import { sendMail } from '../../support/send-mail.ts'
import { TEST_LISTENER, TemporaryEngine } from '../../support/temporary-engine.ts'

const OFFICE: ConfigInput = {
  localDomains: ['office.test'],
  localMail: {
    mailboxes: [{ address: 'anna@office.test' }, { address: 'ben@office.test' }],
    aliases: [{ address: 'sales@office.test', members: ['anna@office.test', 'ben@office.test'] }],
  },
  listeners: [{ ...TEST_LISTENER, trustedNetworks: ['127.0.0.0/8'] }],
  networks: [
    {
      name: 'copiers',
      addresses: ['192.168.1.0/24'],
      allowedSenders: ['*@office.test'],
      limits: { messagesPerHour: 10 },
    },
  ],
  accounts: [{ username: 'scanner', password: 'long enough', allowedSenders: ['scanner@office.test'] }],
  routes: [
    { name: 'provider', kind: 'smarthost', host: 'smtp.provider.test' },
    { name: 'mailboxes', kind: 'maildir', path: '/nowhere' },
    { name: 'branch', kind: 'mx', waitForEtrn: {} },
    { name: 'desk', kind: 'hold' },
  ],
  rules: [
    { name: 'off', enabled: false, action: { kind: 'discard' } },
    { name: 'closed', match: { recipientDomains: ['closed.test'] }, action: { kind: 'reject' } },
    {
      name: 'archive',
      match: { networks: ['copiers'] },
      action: { kind: 'continue' },
      changes: [{ kind: 'add-recipient', address: 'archive@office.test' }],
    },
    {
      name: 'no lottery',
      match: { subject: ['*lottery*'] },
      except: { senders: ['anna@office.test'] },
      action: { kind: 'reject', text: 'No lottery here' },
    },
    {
      name: 'branch',
      match: { recipientDomains: ['branch.test'] },
      action: { kind: 'route', route: 'branch' },
    },
    { name: 'desk', match: { recipientDomains: ['desk.test'] }, action: { kind: 'route', route: 'desk' } },
    {
      name: 'local',
      match: { recipientDomains: ['office.test'] },
      action: { kind: 'route', route: 'mailboxes' },
    },
    {
      name: 'rest',
      action: { kind: 'route', route: 'provider' },
      changes: [
        { kind: 'sender', address: '{local}@relay.test' },
        { kind: 'dkim', domain: 'relay.test' },
      ],
    },
  ],
}

const COPIER: SimulatedMail = {
  sender: 'copier@office.test',
  recipients: ['anna@customer.test'],
  client: '192.168.1.20',
  tls: false,
  subject: 'Scan 7',
}

async function ask(mail: Partial<SimulatedMail>): Promise<Simulation> {
  const temporary = await TemporaryEngine.start({ config: OFFICE, mode: 'offline' })
  return temporary.client.rules.simulate({ kind: 'mail', mail: { ...COPIER, ...mail } })
}

describe('what would happen to a mail that need not exist', () => {
  it('is told from the client to the final envelope', async () => {
    const { sender, client, limits, recipients } = await ask({})
    expect(sender).toEqual({ accepted: true, text: '250 2.1.0 Sender <copier@office.test> is fine' })
    expect(client).toBe('network copiers')
    expect(limits).toEqual([{ text: '0 of 10 messages this hour', reached: false }])
    expect(recipients[0]).toEqual({
      recipient: 'anna@customer.test',
      expandedTo: 'anna@customer.test',
      admission: { accepted: true, text: '250 2.1.5 Recipient <anna@customer.test> is fine' },
      decision: {
        kind: 'route',
        rule: 'rest',
        route: 'provider',
        text: 'Taken along the route "provider".',
      },
      changes: [
        { rule: 'archive', text: 'A blind copy goes to archive@office.test.' },
        { rule: 'rest', text: 'Envelope sender becomes copier@relay.test.' },
        {
          rule: 'rest',
          text: 'Signed with DKIM for relay.test. But relay.test has no active DKIM key: the mail goes unsigned until it has one.',
        },
      ],
      envelope: { sender: 'copier@relay.test', recipient: 'anna@customer.test' },
      verdicts: [
        { rule: 'off', kind: 'disabled', condition: null },
        { rule: 'closed', kind: 'differs', condition: 'recipientDomains' },
        { rule: 'archive', kind: 'matches', condition: null },
        { rule: 'no lottery', kind: 'differs', condition: 'subject' },
        { rule: 'branch', kind: 'differs', condition: 'recipientDomains' },
        { rule: 'desk', kind: 'differs', condition: 'recipientDomains' },
        { rule: 'local', kind: 'differs', condition: 'recipientDomains' },
        { rule: 'rest', kind: 'matches', condition: null },
      ],
    })
    expect(recipients[1]).toMatchObject({
      recipient: 'archive@office.test',
      admission: { text: 'Added by a relay rule as a blind copy.' },
      decision: { route: 'mailboxes' },
    })
  })

  it('names rules that ask for what was not said', async () => {
    const temporary = await TemporaryEngine.start({ config: OFFICE, mode: 'offline' })
    const { subject: _, ...mail } = COPIER
    const { recipients } = await temporary.client.rules.simulate({ kind: 'mail', mail })
    expect(recipients[0]?.verdicts[3]).toEqual({ rule: 'no lottery', kind: 'unknown', condition: 'subject' })
    expect(recipients[0]?.decision.text).toBe(
      'Taken along the route "provider". Only if "no lottery" will not match, which is not known yet.',
    )
  })

  it('is that strangers may write to local people only', async () => {
    const { client, recipients } = await ask({
      client: '198.51.100.1',
      sender: 'x@far.test',
      recipients: ['anna@customer.test', 'sales@office.test', 'nobody@office.test'],
    })
    expect(client).toBe('stranger')
    const answers = recipients.map(({ expandedTo, admission }) => [expandedTo, admission.accepted])
    expect(answers).toEqual([
      ['anna@customer.test', false],
      ['anna@office.test', true],
      ['ben@office.test', true],
      ['nobody@office.test', false],
    ])
    expect(recipients[0]?.admission.text).toMatch(/^550 5\.7\.1 Relaying to <anna@customer\.test> is refused/)
    expect(recipients[3]?.admission.text).toMatch(/^550 5\.1\.1 /)
  })

  it('is that an account or a network may not use a sender, or not without TLS', async () => {
    expect((await ask({ sender: 'x@far.test' })).sender.text).toMatch(/^553 5\.7\.1 /)
    const account = { account: 'scanner', client: '198.51.100.1' }
    expect((await ask({ ...account, sender: 'boss@office.test', tls: true })).sender.text).toMatch(/^553 /)
    expect((await ask({ ...account, sender: 'scanner@office.test', tls: true })).sender.accepted).toBe(true)
    expect((await ask({ ...account, sender: 'scanner@office.test' })).sender.text).toMatch(/^538 5\.7\.11/)
  })

  it('is that RCPT is accepted while a rule waits for the message, and DATA is refused', async () => {
    const { recipients } = await ask({ subject: 'Win the lottery' })
    expect(recipients[0]?.admission.accepted).toBe(true)
    expect(recipients[0]?.decision).toEqual({
      kind: 'reject',
      rule: 'no lottery',
      route: null,
      text: 'Refused with 550 5.7.1 No lottery here.',
    })
  })

  it('is that a rule refuses at RCPT, or holds, or lets it wait', async () => {
    const { recipients } = await ask({ recipients: ['a@closed.test', 'a@desk.test', 'a@branch.test'] })
    const [closed, desk, branch] = recipients
    expect(closed?.admission).toEqual({ accepted: false, text: '550 5.7.1 Refused by a relay rule' })
    expect(closed?.decision).toMatchObject({ kind: 'reject', rule: 'closed' })
    expect(desk?.decision).toMatchObject({ kind: 'hold', rule: 'desk', route: 'desk' })
    expect(branch?.decision.text).toBe(
      'Taken along the route "branch". Waits until branch.test asks with ETRN.',
    )
  })

  it('names an exception that counts', async () => {
    const { recipients } = await ask({ sender: 'anna@office.test', subject: 'Lottery' })
    expect(recipients[0]?.verdicts[3]).toEqual({
      rule: 'no lottery',
      kind: 'excepted',
      condition: 'senders',
    })
  })

  it('cannot be told of a listener or an account that is not there', async () => {
    await expect(ask({ listener: 'nowhere' })).rejects.toMatchObject({ code: 'INVALID' })
    await expect(ask({ account: 'nobody' })).rejects.toMatchObject({ code: 'INVALID' })
  })
})

it('says why the route takes nothing just now', async () => {
  const auth = {
    kind: 'oauth2',
    provider: 'custom',
    issuer: 'https://login.provider.test',
    username: 'relay@office.test',
    clientId: 'mailroom',
  } as const
  const temporary = await TemporaryEngine.start({
    config: {
      routes: [{ name: 'provider', kind: 'smarthost', host: 'smtp.provider.test', auth }],
      rules: [{ name: 'all', action: { kind: 'route', route: 'provider' } }],
    },
  })
  const { recipients } = await temporary.client.rules.simulate({
    kind: 'mail',
    mail: { sender: 'scan@office.test', recipients: ['anna@far.test'] },
  })
  expect(recipients[0]?.decision).toMatchObject({ kind: 'route', route: 'provider' })
  expect(recipients[0]?.decision.text).toMatch(/Nobody has signed in/)
})

describe('what would happen to a stored message', () => {
  it('is told by what it holds', async () => {
    const temporary = await TemporaryEngine.start({ config: OFFICE })
    await temporary.client.queue.pause({ paused: true })
    await sendMail(await temporary.port(), { subject: 'Win the lottery', to: 'a@branch.test' }).catch(
      () => {},
    )
    await sendMail(await temporary.port(), { subject: 'Scan 8', to: 'a@desk.test' })
    const { rows } = await temporary.client.queue.list({})
    expect(rows).toHaveLength(1)
    const id = rows[0]?.id ?? ''
    const { client, recipients } = await temporary.client.rules.simulate({ kind: 'message', id })
    expect(client).toBe('127.0.0.1')
    expect(recipients[0]?.verdicts[3]).toMatchObject({ rule: 'no lottery', kind: 'differs' })
    expect(recipients[0]?.decision).toMatchObject({ kind: 'hold', route: 'desk' })
    const gone = temporary.client.rules.simulate({ kind: 'message', id: '00000000001' })
    await expect(gone).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
