import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import type { ConfigInput } from '../../../shared/domain/config.ts'
import { waitFor } from '../../support/wait-for.ts'
import { advanceUntil, temporaryQueue } from './temporary-queue.ts'

type RuleInput = NonNullable<ConfigInput['rules']>[number]

function withRules(...rules: RuleInput[]): ConfigInput {
  return {
    routes: [
      { name: 'provider', kind: 'smarthost', host: 'smtp.provider.test' },
      { name: 'mailboxes', kind: 'maildir', path: '/nowhere' },
      { name: 'sandbox', kind: 'capture' },
      { name: 'desk', kind: 'hold' },
    ],
    rules,
  }
}

const REST: RuleInput = { name: 'rest', action: { kind: 'route', route: 'provider' } }
const GO_ON = { kind: 'continue' } as const

describe('an envelope that rules rewrite', () => {
  const rewriting = withRules({
    ...REST,
    changes: [
      { kind: 'sender', address: 'relay@office.test' },
      { kind: 'recipient', address: '{local}@new.test' },
    ],
  })

  it('reaches the next hop, and is kept nowhere else', async () => {
    const queue = await temporaryQueue({ config: rewriting })
    const id = await queue.receive({ to: ['anna@old.test'] })
    const message = await queue.reaches(id, 'delivered')
    const { request } = await queue.attempted('anna@new.test')
    expect(request.envelope.sender).toBe('relay@office.test')
    expect(request.recipients[0]?.originalRecipient).toBe('rfc822;anna@old.test')
    expect(message.envelope.sender).toBe('scanner@office.test')
    expect(message.recipients[0]?.address).toBe('anna@old.test')
    expect(message.events.at(-1)).toMatchObject({
      kind: 'Delivery',
      recipient: 'anna@old.test',
      note: 'Sent to anna@new.test by the relay rules. Sent as relay@office.test by the relay rules.',
    })
  })

  it('is told to the sender who wrote it, about the recipient whom they wrote', async () => {
    const queue = await temporaryQueue({ config: rewriting })
    queue.delivery.script = (address) => (address === 'anna@new.test' ? '550 5.1.1 Nobody' : null)
    const id = await queue.receive({ to: ['anna@old.test'] })
    await queue.reaches(id, 'bounced')
    const [, report = ''] = await queue.all()
    const bounce = await queue.message(report)
    expect(bounce.recipients[0]?.address).toBe('scanner@office.test')
    const { content } = await queue.storage.readBody(report, 100_000)
    const text = Buffer.from(content).toString()
    expect(text).toContain('Final-Recipient: rfc822; anna@old.test')
    expect(text).toContain('Sent on to:     anna@new.test')
  })

  it('keeps the null sender of reports', async () => {
    const queue = await temporaryQueue({ config: rewriting })
    await queue.receive({ sender: '', to: ['anna@old.test'] })
    expect((await queue.attempted('anna@new.test')).request.envelope.sender).toBe('')
  })

  it('goes in one attempt for those who get the same, and in several for others', async () => {
    const queue = await temporaryQueue({
      config: withRules(
        {
          name: 'one',
          match: { recipientDomains: ['a.test'] },
          action: GO_ON,
          changes: [{ kind: 'sender', address: 'a@relay.test' }],
        },
        REST,
      ),
    })
    const id = await queue.receive({ to: ['x@a.test', 'y@a.test', 'x@b.test', 'y@b.test'] })
    await queue.reaches(id, 'delivered', 'delivered', 'delivered', 'delivered')
    const seen = queue.delivery.attempts.map(({ request, addresses }) => [request.envelope.sender, addresses])
    expect(seen).toEqual([
      ['a@relay.test', ['x@a.test', 'y@a.test']],
      ['scanner@office.test', ['x@b.test', 'y@b.test']],
    ])
  })
})

it('changes the header on the way and leaves what is stored', async () => {
  const queue = await temporaryQueue({
    config: withRules({
      ...REST,
      changes: [
        { kind: 'add-header', name: 'X-Office', value: 'one' },
        { kind: 'remove-header', name: 'Subject' },
      ],
    }),
  })
  const id = await queue.receive({ to: ['anna@x.test'] })
  const { request } = await queue.attempted('anna@x.test')
  const sent = await text(await request.openBody())
  expect(sent).toContain('X-Office: one\r\n')
  expect(sent).not.toContain('Subject:')
  expect(sent.length).toBe(request.size)
  const { content } = await queue.storage.readBody(id, 10_000).catch(() => ({ content: Buffer.from('') }))
  expect(Buffer.from(content).toString()).not.toContain('X-Office')
})

describe('conditions on the content', () => {
  const bySubject = withRules(
    { name: 'scans', match: { subject: ['scan*'] }, action: { kind: 'route', route: 'sandbox' } },
    REST,
  )

  it('are answered from the message as it came', async () => {
    const queue = await temporaryQueue({ config: bySubject })
    await queue.receive({ to: ['a@x.test'] })
    await queue.receive({ to: ['b@x.test'], text: 'Subject: Bill\r\n\r\nHello.\r\n' })
    expect((await queue.attempted('a@x.test')).request.route.name).toBe('sandbox')
    expect((await queue.attempted('b@x.test')).request.route.name).toBe('provider')
  })

  it('are answered from the store, too, where mail waited', async () => {
    const before = await temporaryQueue({ config: bySubject })
    await before.queue.pause(null, true, 'test')
    await before.receive({ to: ['a@x.test'] })
    await before.stop()
    const after = await temporaryQueue({ folder: before.folder, clock: before.clock, config: bySubject })
    await after.queue.pause(null, false, 'test')
    expect((await after.attempted('a@x.test')).request.route.name).toBe('sandbox')
  })

  it('are asked anew where the rules change while the message is read', async () => {
    let letRead: () => void = () => undefined
    const gate = new Promise<void>((resolve) => {
      letRead = resolve
    })
    let isSlow = false
    const queue = await temporaryQueue({
      config: { ...bySubject, rules: [REST] },
      wrap: (storage) => ({
        ...storage,
        openBody: async (id) => {
          if (isSlow) await gate
          return storage.openBody(id)
        },
      }),
    })
    await queue.queue.pause(null, true, 'test')
    await queue.receive({ to: ['a@x.test'] })
    isSlow = true
    queue.config.change(bySubject)
    await queue.queue.pause(null, false, 'test')
    await waitFor('the claim', async () => (await queue.storage.countMessages({})).active === 1)
    queue.config.change(
      withRules(
        { name: 'plain', match: { hasAttachment: false }, action: { kind: 'route', route: 'mailboxes' } },
        REST,
      ),
    )
    letRead()
    expect((await queue.attempted('a@x.test')).request.route.name).toBe('mailboxes')
  })

  it('defer the mail while it cannot be read', async () => {
    let isBroken = false
    const queue = await temporaryQueue({
      config: bySubject,
      wrap: (storage) => ({
        ...storage,
        openBody: (id) => (isBroken ? Promise.reject(new Error('EIO')) : storage.openBody(id)),
      }),
    })
    await queue.queue.pause(null, true, 'test')
    const id = await queue.receive({ to: ['a@x.test'] })
    // Too many others in between: what was read at reception is forgotten.
    await Promise.all(Array.from({ length: 500 }, () => queue.receive({ to: ['b@x.test'] })))
    isBroken = true
    await queue.queue.pause(null, false, 'test')
    const waiting = await queue.reaches(id, 'deferred')
    expect(waiting.recipients[0]?.lastReply?.text).toMatch(/could not be read.*EIO/)
    isBroken = false
    await advanceUntil(
      queue,
      60_000,
      async () => (await queue.message(id)).recipients[0]?.state === 'delivered',
    )
  })
})

describe('a blind copy', () => {
  const archived = withRules(
    {
      name: 'archive',
      match: { senders: ['*@office.test'] },
      action: GO_ON,
      changes: [{ kind: 'add-recipient', address: 'archive@office.test' }],
    },
    {
      name: 'local',
      match: { recipientDomains: ['office.test'] },
      action: { kind: 'route', route: 'mailboxes' },
    },
    REST,
  )

  it('is one more recipient that the rules route by itself', async () => {
    const queue = await temporaryQueue({ config: archived })
    const id = await queue.receive({ to: ['a@x.test', 'b@x.test'] })
    const message = await queue.reaches(id, 'delivered', 'delivered', 'delivered')
    expect(message.recipients[2]).toMatchObject({ address: 'archive@office.test', notify: ['never'] })
    expect((await queue.attempted('archive@office.test')).request.route.name).toBe('mailboxes')
    expect(message.events[0]?.note).toBe('By a relay rule a blind copy goes to archive@office.test.')
  })

  it('goes to all members of a group, but to nobody twice', async () => {
    const queue = await temporaryQueue({
      config: {
        ...archived,
        localDomains: ['office.test'],
        localMail: {
          mailboxes: [{ address: 'anna@office.test' }, { address: 'ben@office.test' }],
          aliases: [{ address: 'archive@office.test', members: ['anna@office.test', 'ben@office.test'] }],
        },
      },
    })
    const id = await queue.receive({ to: ['Anna@office.test'] })
    const { recipients } = await queue.reaches(id, 'delivered', 'delivered')
    expect(recipients.map(({ address }) => address)).toEqual(['Anna@office.test', 'ben@office.test'])
  })

  it('is not made twice, however often the mail is tried', async () => {
    const queue = await temporaryQueue({ config: archived })
    queue.delivery.script = (address) => (address === 'a@x.test' ? '451 Later' : '250 Taken')
    const id = await queue.receive({ to: ['a@x.test', 'Archive@office.test'] })
    await queue.reaches(id, 'deferred', 'delivered')
    await advanceUntil(queue, 60_000, () => queue.delivery.to('a@x.test').length > 1)
    expect((await queue.message(id)).recipients).toHaveLength(2)
  })
})

describe('mixed mode', () => {
  it('captures all mail but that to people on the list', async () => {
    const queue = await temporaryQueue({
      config: withRules(
        {
          name: 'trap',
          except: { recipients: ['boss@office.test', '*@partner.test'] },
          action: { kind: 'route', route: 'sandbox' },
        },
        REST,
      ),
    })
    await queue.receive({ to: ['anna@customer.test', 'boss@office.test', 'x@partner.test'] })
    await waitFor('both attempts', () => queue.delivery.attempts.length === 2)
    const routes = queue.delivery.attempts.map(({ request, addresses }) => [request.route.name, addresses])
    expect(Object.fromEntries(routes)).toEqual({
      provider: ['boss@office.test', 'x@partner.test'],
      sandbox: ['anna@customer.test'],
    })
  })
})

describe('a hold route', () => {
  it('keeps mail until it is released, and then it goes past all that holds', async () => {
    const queue = await temporaryQueue({
      config: withRules(
        { name: 'desk first', action: { kind: 'route', route: 'desk' } },
        { name: 'held', action: { kind: 'hold' } },
        REST,
      ),
    })
    const id = await queue.receive({ to: ['a@x.test'] })
    const held = await queue.reaches(id, 'held')
    expect(held.recipients[0]).toMatchObject({ hold: 'rule' })
    expect(held.events.at(-1)).toMatchObject({
      kind: 'Hold',
      rule: 'desk first',
      reply: { text: 'Held by the route "desk" until somebody releases it.' },
    })
    await queue.queue.operate('release', { kind: 'ids', ids: [id] }, 'test')
    await queue.reaches(id, 'delivered')
    expect((await queue.attempted('a@x.test')).request.route.name).toBe('provider')
  })
})

describe('priority', () => {
  it('lets urgent mail go first and the rest behind, in the order they came', async () => {
    const queue = await temporaryQueue({
      config: withRules(
        {
          name: 'urgent',
          match: { senders: ['boss@office.test'] },
          action: GO_ON,
          changes: [{ kind: 'priority', priority: 'high' }],
        },
        {
          name: 'bulk',
          match: { senders: ['news@office.test'] },
          action: GO_ON,
          changes: [{ kind: 'priority', priority: 'low' }],
        },
        REST,
      ),
    })
    queue.delivery.capacities.set('provider', 1)
    queue.delivery.script = () => null
    await queue.receive({ to: ['first@x.test'] })
    await queue.receive({ sender: 'news@office.test', to: ['bulk@x.test'] })
    await queue.receive({ to: ['normal@x.test'] })
    await queue.receive({ sender: 'boss@office.test', to: ['urgent@x.test'] })
    for (const address of ['first', 'urgent', 'normal', 'bulk'])
      (await queue.attempted(`${address}@x.test`)).answer('250 Taken')
    expect(queue.delivery.attempts.map(({ addresses }) => addresses[0])).toEqual([
      'first@x.test',
      'urgent@x.test',
      'normal@x.test',
      'bulk@x.test',
    ])
  })

  it('gives urgent mail a head start in the store', async () => {
    const queue = await temporaryQueue({
      config: withRules({ ...REST, changes: [{ kind: 'priority', priority: 'high' }] }),
    })
    await queue.queue.pause(null, true, 'test')
    const id = await queue.receive({ to: ['a@x.test'] })
    expect((await queue.message(id)).recipients[0]?.nextAttemptAt).toBe(queue.clock.now() - 3_600_000)
  })
})
