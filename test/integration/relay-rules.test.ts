import { describe, expect, it } from 'vitest'
import type { ConfigInput } from '../../shared/domain/config.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { NextHop } from '../support/next-hop.ts'
import { sendMail } from '../support/send-mail.ts'
import { SmtpClient } from '../support/smtp-client.ts'
import { TEST_LISTENER, TemporaryEngine } from '../support/temporary-engine.ts'
import { waitFor } from '../support/wait-for.ts'

type RuleInput = NonNullable<ConfigInput['rules']>[number]
type RouteInput = NonNullable<ConfigInput['routes']>[number]

function smarthost(name: string, hop: NextHop, more: object = {}): RouteInput {
  return { name, kind: 'smarthost', host: '127.0.0.1', port: hop.port, tls: 'never', ...more }
}

function toRoute(name: string, route: string, more: Partial<RuleInput> = {}): RuleInput {
  return { name, action: { kind: 'route', route }, ...more }
}

async function arrived(hop: NextHop, count = 1) {
  return waitFor(`${count} messages at the next hop`, () =>
    hop.arrived.length >= count ? hop.arrived : null,
  )
}

describe('mail through a whole engine', () => {
  it('is rewritten for the next hop and stays as it came in the store', async () => {
    const hop = await NextHop.start()
    const temporary = await TemporaryEngine.start({
      config: {
        retention: { bodies: '1d' },
        routes: [smarthost('provider', hop)],
        rules: [
          {
            name: 'tag',
            match: { subject: ['scan*'], hasAttachment: false },
            action: { kind: 'continue' },
            changes: [{ kind: 'add-header', name: 'X-Scanned', value: 'yes' }],
          },
          toRoute('rest', 'provider', {
            changes: [
              { kind: 'sender', address: 'relay@office.test' },
              { kind: 'recipient', address: '{local}@new.test' },
              { kind: 'header-from', address: 'office@office.test', displayName: 'Office' },
              { kind: 'remove-header', name: 'X-Secret' },
            ],
          }),
        ],
      },
    })
    await sendMail(await temporary.port(), { to: 'anna@old.test', headers: { 'X-Secret': 'room 7' } })
    const [mail] = await arrived(hop)
    expect(mail).toMatchObject({ sender: 'relay@office.test', recipients: ['anna@new.test'] })
    expect(mail?.content).toMatch(/^From: "?Office"? <office@office\.test>\r$/m)
    expect(mail?.content).toMatch(/^Reply-To: .*scanner@office\.test/m)
    expect(mail?.content).toContain('X-Scanned: yes')
    expect(mail?.content).not.toContain('X-Secret')
    const id = await temporary.waitForState('delivered')
    const stored = await temporary.client.queue.source({ id })
    const text = Buffer.from(stored.base64, 'base64').toString()
    expect(text).toContain('X-Secret: room 7')
    expect(text).toContain('From: scanner@office.test')
    const { envelope, recipients } = await temporary.client.queue.get({ id })
    expect([envelope.sender, recipients[0]?.address]).toEqual(['scanner@office.test', 'anna@old.test'])
  })

  it('goes to the archive too, along the route of the archive', async () => {
    const provider = await NextHop.start()
    const archive = await NextHop.start()
    const temporary = await TemporaryEngine.start({
      config: {
        routes: [smarthost('provider', provider), smarthost('archive', archive)],
        rules: [
          {
            name: 'copy',
            match: { headerFrom: ['*@office.test'] },
            action: { kind: 'continue' },
            changes: [{ kind: 'add-recipient', address: 'all@archive.test' }],
          },
          toRoute('archive', 'archive', { match: { recipientDomains: ['archive.test'] } }),
          toRoute('rest', 'provider'),
        ],
      },
    })
    // Larger than what is held in memory: read from its file before it is accepted.
    const attachments = [{ filename: 'scan.pdf', content: Buffer.alloc(300_000, 'x') }]
    await sendMail(await temporary.port(), { to: 'anna@x.test', attachments })
    expect((await arrived(archive))[0]?.recipients).toEqual(['all@archive.test'])
    expect((await arrived(provider))[0]?.recipients).toEqual(['anna@x.test'])
    expect(provider.arrived[0]?.content).toBe(archive.arrived[0]?.content)
  })

  it('waits its time by a rule', async () => {
    const hop = await NextHop.start()
    const clock = new FakeClock()
    const temporary = await TemporaryEngine.start({
      clock,
      config: {
        routes: [smarthost('provider', hop)],
        rules: [toRoute('later', 'provider', { changes: [{ kind: 'delay', for: '30m' }] })],
      },
    })
    await sendMail(await temporary.port(), { to: 'anna@x.test' })
    await temporary.waitForState('deferred')
    expect(hop.arrived).toHaveLength(0)
    clock.advance(30 * 60_000)
    await arrived(hop)
  })

  it('is refused at DATA where a rule refuses its content', async () => {
    const hop = await NextHop.start()
    const temporary = await TemporaryEngine.start({
      config: {
        routes: [smarthost('provider', hop)],
        rules: [
          {
            name: 'no',
            match: { subject: ['*lottery*'] },
            action: { kind: 'reject', text: 'No lottery here' },
          },
          toRoute('rest', 'provider'),
        ],
      },
    })
    const port = await temporary.port()
    await expect(sendMail(port, { subject: 'Lottery!' })).rejects.toThrow(/550 5\.7\.1 No lottery here/)
    await sendMail(port, { subject: 'Bill' })
    await arrived(hop)
  })
})

describe('ETRN', () => {
  async function branch(hop: NextHop) {
    return TemporaryEngine.start({
      config: {
        listeners: [{ ...TEST_LISTENER, trustedNetworks: ['127.0.0.1/32'] }],
        routes: [smarthost('branch', hop, { waitForEtrn: { clients: ['127.0.0.5'] } })],
        rules: [toRoute('branch', 'branch', { match: { recipientDomains: ['branch.test'] } })],
      },
    })
  }

  async function ask(port: number, line: string, localAddress: string): Promise<string> {
    const client = await SmtpClient.connect({ port, localAddress })
    await client.reply()
    await client.expect('EHLO branch.test', '250')
    client.write(`${line}\r\n`)
    return (await client.reply()).raw
  }

  it('brings the mail that waited, when the branch asks', async () => {
    const hop = await NextHop.start()
    const temporary = await branch(hop)
    const port = await temporary.port()
    for (const to of ['a@branch.test', 'b@branch.test']) await sendMail(port, { to })
    await waitFor('both to wait', async () => (await temporary.client.queue.counts({})).deferred === 2)
    expect(hop.arrived).toHaveLength(0)
    expect(await ask(port, 'ETRN branch.test', '127.0.0.8')).toMatch(/^459 /)
    expect(await ask(port, 'ETRN customer.test', '127.0.0.5')).toMatch(/^459 /)
    expect(await ask(port, 'ETRN branch.test', '127.0.0.5')).toMatch(/^253 .*2 pending messages/)
    await arrived(hop, 2)
    expect(await ask(port, 'ETRN branch.test', '127.0.0.5')).toMatch(/^251 /)
  })

  it('is what the operator can do as well', async () => {
    const hop = await NextHop.start()
    const temporary = await branch(hop)
    await sendMail(await temporary.port(), { to: 'a@branch.test' })
    await temporary.waitForState('deferred')
    const { routes } = await temporary.client.system.status()
    expect(routes[0]).toMatchObject({
      waiting: 1,
      waitingFor: 'Mail waits until it is asked for with ETRN.',
    })
    expect(await temporary.client.routes.start({ name: 'branch' })).toEqual({ messages: 1 })
    await arrived(hop)
    await expect(temporary.client.routes.start({ name: 'nowhere' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })
})
