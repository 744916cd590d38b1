import { createServer } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type InboundSite, inboundSite, LISTENER } from '../../support/inbound-site.ts'
import { SmtpClient } from '../../support/smtp-client.ts'
import { waitFor } from '../../support/wait-for.ts'

async function occupiedPort(): Promise<{ port: number; release: () => Promise<void> }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const release = () => new Promise<void>((resolve) => server.close(() => resolve()))
  onTestFinished(release)
  return { port: (server.address() as { port: number }).port, release }
}

async function greeted(site: InboundSite, name?: string): Promise<SmtpClient> {
  const client = await SmtpClient.connect({ port: site.port(name) })
  await client.reply()
  await client.expect('EHLO client.test', '250')
  return client
}

describe('a port that is taken', () => {
  test('names its owner, proposes another, and leaves the rest running', async () => {
    const { port } = await occupiedPort()
    const listeners = [{ ...LISTENER, name: 'taken', port }, LISTENER]
    const site = await inboundSite({ config: { listeners } })
    const [taken, lan] = site.inbound.statuses()
    expect(taken).toMatchObject({ name: 'taken', port, state: 'failed', connections: 0 })
    expect(taken?.problem).toContain(`Port ${port} on 127.0.0.1 is taken by `)
    if (process.platform === 'linux') expect(taken?.problem).toContain(`(process ${process.pid})`)
    expect(taken?.proposedPort).toBeGreaterThan(port)
    expect(lan?.state).toBe('listening')
    await greeted(site, 'lan')
  })

  test('is logged once, in words', async () => {
    const { port } = await occupiedPort()
    const site = await inboundSite({ config: { listeners: [{ ...LISTENER, name: 'taken', port }] } })
    expect(site.log.filter((line) => line.includes('taken'))).toEqual([
      expect.stringContaining(`listener taken: Port ${port} on 127.0.0.1 is taken by `),
    ])
  })

  test('is tried again every minute', async () => {
    const { port, release } = await occupiedPort()
    const site = await inboundSite({ config: { listeners: [{ ...LISTENER, port }] } })
    expect(site.inbound.statuses()[0]?.state).toBe('failed')
    expect(site.log.filter((line) => line.includes('is taken'))).toHaveLength(1)
    await release()
    site.clock.advance(60_000)
    await waitFor('the port to be open', () => site.inbound.statuses()[0]?.state === 'listening')
  })
})

test('an address that is not here is said in words', async () => {
  const site = await inboundSite({ config: { listeners: [{ ...LISTENER, host: '192.0.2.1', port: 2525 }] } })
  expect(site.inbound.statuses()[0]?.problem).toContain('192.0.2.1 is not an address of this computer')
})

describe('another configuration', () => {
  test('opens, closes and moves listeners while sessions on others go on', async () => {
    const other = { ...LISTENER, name: 'other' }
    const site = await inboundSite({ config: { listeners: [LISTENER, other] } })
    const kept = await greeted(site, 'lan')
    const closed = await greeted(site, 'other')
    const port = site.port('lan')
    await site.apply({ listeners: [LISTENER, { ...other, enabled: false }, { ...LISTENER, name: 'third' }] })
    expect(await closed.closed()).toMatch(/^421 4\.3\.2 /)
    expect(site.port('lan')).toBe(port)
    expect(site.inbound.statuses().map(({ name, state }) => [name, state])).toEqual([
      ['lan', 'listening'],
      ['other', 'disabled'],
      ['third', 'listening'],
    ])
    await kept.expect('NOOP', '250')
    await greeted(site, 'third')
  })

  test('lets a message that is being received finish', async () => {
    const site = await inboundSite()
    const client = await greeted(site)
    await client.expect('MAIL FROM:<a@office.test>', '250')
    await client.expect('RCPT TO:<b@elsewhere.test>', '250')
    await client.expect('DATA', '354')
    await site.apply({ listeners: [] })
    await client.expect('Subject: x\r\n\r\nx\r\n.', '250 2.0.0')
    expect((await client.reply()).code).toBe(421)
    expect(site.received).toHaveLength(1)
  })

  test('two listeners swap their ports', async () => {
    const site = await inboundSite({ config: { listeners: [LISTENER, { ...LISTENER, name: 'other' }] } })
    const [first, second] = [site.port('lan'), site.port('other')]
    await site.apply({
      listeners: [
        { ...LISTENER, port: second },
        { ...LISTENER, name: 'other', port: first },
      ],
    })
    expect(site.inbound.statuses().map((status) => [status.state, status.port])).toEqual([
      ['listening', second],
      ['listening', first],
    ])
  })

  test('counts for open sessions from their next command on', async () => {
    const site = await inboundSite()
    const client = await greeted(site)
    await client.expect('MAIL FROM:<a@office.test>', '250')
    await client.expect('RCPT TO:<b@elsewhere.test>', '250')
    await site.apply({ listeners: [{ ...LISTENER, trustedNetworks: [] }] })
    await client.expect('RCPT TO:<c@elsewhere.test>', '550 5.7.1')
  })
})

describe('limits', () => {
  test('connections in all', async () => {
    const site = await inboundSite({ config: { listeners: [{ ...LISTENER, maxConnections: 1 }] } })
    const first = await greeted(site)
    const second = await SmtpClient.connect({ port: site.port() })
    expect((await second.reply()).raw).toMatch(
      /^421 4\.7\.0 relay\.office\.test serves 1 connections already/,
    )
    await second.closed()
    await first.expect('QUIT', '221')
    await first.closed()
    await waitFor('the place to be free', () => site.inbound.statuses()[0]?.connections === 0)
    await greeted(site)
  })

  test('connections of one client', async () => {
    const trustedNetworks = ['127.0.0.0/8']
    const site = await inboundSite({
      config: { listeners: [{ ...LISTENER, trustedNetworks, maxConnectionsPerClient: 1 }] },
    })
    await greeted(site)
    const second = await SmtpClient.connect({ port: site.port() })
    expect((await second.reply()).raw).toMatch(/^421 4\.7\.0 127\.0\.0\.1 has 1 connections open already/)
    const another = await SmtpClient.connect({ port: site.port(), localAddress: '127.0.0.2' })
    expect((await another.reply()).code).toBe(220)
  })

  test('nonsense', async () => {
    const site = await inboundSite()
    const client = await greeted(site)
    for (let count = 1; count < 10; count += 1) await client.expect(`XYZZY ${count}`, '500 5.5.2')
    await client.expect('XYZZY', '421 4.7.0')
    await client.closed()
  })

  test('web pages', async () => {
    const client = await greeted(await inboundSite())
    await client.expect('POST / HTTP/1.1', '421 4.7.0')
  })

  test('endless lines', async () => {
    const client = await greeted(await inboundSite())
    client.write('x'.repeat(20_000))
    expect((await client.reply()).raw).toMatch(/^421 4\.7\.0/)
  })

  test('strangers who guess recipients', async () => {
    const client = await greeted(
      await inboundSite({ config: { listeners: [{ ...LISTENER, trustedNetworks: [] }] } }),
    )
    await client.expect('MAIL FROM:<a@b.test>', '250')
    for (let count = 1; count <= 50; count += 1) await client.expect(`RCPT TO:<u${count}@c.test>`, '550')
    expect(await client.closed()).toMatch(/^421 4\.7\.0/)
  })
})

test('stopping says 421 to who waits, and lets a message finish', async () => {
  const site = await inboundSite()
  const idle = await greeted(site)
  const busy = await greeted(site)
  await busy.expect('MAIL FROM:<a@office.test>', '250')
  await busy.expect('RCPT TO:<b@elsewhere.test>', '250')
  await busy.expect('DATA', '354')
  const stopped = site.inbound.stop(new AbortController().signal)
  expect(await idle.closed()).toMatch(/^421 4\.3\.2 /)
  await busy.expect('Subject: x\r\n\r\nx\r\n.', '250 2.0.0')
  expect((await busy.reply()).code).toBe(421)
  idle.end()
  busy.end()
  await stopped
  expect(site.received).toHaveLength(1)
})

test('stopping does not wait beyond its signal', async () => {
  const site = await inboundSite()
  const client = await greeted(site)
  await client.expect('MAIL FROM:<a@office.test>', '250')
  await client.expect('RCPT TO:<b@elsewhere.test>', '250')
  await client.expect('DATA', '354')
  const controller = new AbortController()
  const stopped = site.inbound.stop(controller.signal)
  controller.abort()
  await stopped
  expect(await site.endedSession()).toMatchObject({ outcome: 'failed' })
})
