import { type AddressInfo, createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { InboundServer } from '../../../main/engine/inbound/inbound-server.ts'
import { createRateLimits } from '../../../main/engine/inbound/limits/rate-limits.ts'
import type { ListenerContext } from '../../../main/engine/inbound/listener-context.ts'
import { SharedAddresses } from '../../../main/engine/inbound/shared-addresses.ts'
import type { SessionRecorder } from '../../../main/engine/sessions/session-log.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { engineConfig, LISTENER } from '../../support/inbound-site.ts'
import { SmtpClient } from '../../support/smtp-client.ts'
import { waitFor } from '../../support/wait-for.ts'

/** A session whose client seems to come from that address: only loopback is at hand in tests. */
async function sessionFrom(remoteAddress: string) {
  const clock = new FakeClock()
  const notes: string[] = []
  const said: string[] = []
  const ends: unknown[][] = []
  const nothing = () => undefined
  const recorder: SessionRecorder = {
    id: '07CP446G000',
    client: (line) => said.push(line),
    server: nothing,
    data: nothing,
    tls: nothing,
    note: (text) => notes.push(text),
    redact: (text) => text,
    peerName: nothing,
    account: nothing,
    tolerated: nothing,
    message: nothing,
    end: (...end) => ends.push(end),
  }
  const config = engineConfig({ listeners: [{ ...LISTENER, trustedNetworks: ['192.168.1.0/24'] }] })
  const server = new InboundServer({
    needs: {
      ports: { clock },
      sessions: { open: () => recorder },
      accounts: { offersCramMd5: () => false },
      limits: { rates: createRateLimits(clock, () => config.limits) },
    },
    listener: () => config.listeners[0],
    config: () => config,
    shared: new SharedAddresses(() => clock.now()),
  } as unknown as ListenerContext)
  const client = await SmtpClient.connect({ port: await frontOf(server, remoteAddress) })
  await waitFor('the session', () => server.connections.size === 1 || ends.length > 0)
  return { client, clock, notes, said, ends, server, config }
}

/** A port whose clients seem to come from that address. */
async function frontOf(server: InboundServer, remoteAddress: string): Promise<number> {
  const front = createServer((socket) => server.connect(socket, { remoteAddress }))
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void front.close())
  return (front.address() as AddressInfo).port
}

test.each(['127.0.0.1', '127.9.9.9', '::ffff:127.0.0.1', '::1', '192.168.1.5', '::ffff:192.168.1.5'])(
  '%s is greeted at once',
  async (address) => {
    const { client } = await sessionFrom(address)
    expect((await client.reply()).code).toBe(220)
  },
)

test('open connections from one public IPv6 network are those of one client', async () => {
  const { server, config } = await sessionFrom('2a00:1450:4001:1::1')
  config.listeners = config.listeners.map((one) => ({ ...one, maxConnectionsPerClient: 1 }))
  const other = await SmtpClient.connect({ port: await frontOf(server, '2a00:1450:4001:1:ffff::2') })
  expect((await other.reply()).raw).toMatch(/^421 4\.7\.0 2a00:1450:4001:1:ffff::2 has 1 connections open/)
  await SmtpClient.connect({ port: await frontOf(server, '2a00:1450:4001:2::1') })
  await waitFor('the other network', () => server.connections.size === 2)
})

test('a stranger is greeted after a tenth of a second, and then served', async () => {
  const { client, clock } = await sessionFrom('192.0.2.5')
  clock.advance(99)
  clock.advance(1)
  expect((await client.reply()).raw).toBe('220 relay.office.test ESMTP Mailroom')
  await client.expect('EHLO stranger', '250')
})

test('a stranger who speaks before the greeting is sent away, and nothing of it runs', async () => {
  const { client, clock, notes, said, ends } = await sessionFrom('192.0.2.5')
  client.write('EHLO bot\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<c@office.test>\r\n')
  expect(await client.closed()).toBe('554 5.5.1 Wait for the greeting before you speak\r\n')
  clock.advance(1_000)
  expect(said).toEqual(['EHLO bot'])
  expect(notes).toEqual(['spoke before the greeting'])
  await waitFor('the end of the session', () => ends.length > 0)
  expect(ends[0]?.[0]).toBe('refused')
})

test('a stranger who leaves before the greeting leaves nothing behind', async () => {
  const { client, clock, ends } = await sessionFrom('192.0.2.5')
  client.end()
  await client.closed()
  await waitFor('the end of the session', () => ends.length > 0)
  clock.advance(1_000)
  expect(ends[0]?.[0]).toBe('completed')
})

test('a client that says nothing for five minutes is told so', async () => {
  const { client, server, ends } = await sessionFrom('127.0.0.1')
  await client.reply()
  for (const connection of server.connections) connection._socket.emit('timeout')
  expect(await client.closed()).toBe('421 4.4.2 Nothing was heard for five minutes; closing\r\n')
  await waitFor('the end of the session', () => ends.length > 0)
  expect(ends[0]).toEqual(['failed', 'The client said nothing for five minutes'])
})
