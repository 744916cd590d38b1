import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { classifyAddress, networkOf } from '../../../main/engine/setup/classify-address.ts'
import { guessDomains } from '../../../main/engine/setup/guess-domains.ts'
import { lookAtComputer } from '../../../main/engine/setup/look-at-computer.ts'
import { configSchema } from '../../../shared/domain/config.ts'
import { SmtpClient } from '../../support/smtp-client.ts'
import { TEST_LISTENER, TemporaryEngine } from '../../support/temporary-engine.ts'
import { waitFor } from '../../support/wait-for.ts'

test('addresses are sorted by who can reach them, with their networks', async () => {
  const found = await lookAtComputer({
    computerName: 'desk-3',
    interfaces: [
      { interface: 'lo', address: '127.0.0.1', cidr: '127.0.0.1/8' },
      { interface: 'eth1', address: '203.0.113.9', cidr: '203.0.113.9/24' },
      { interface: 'eth0', address: 'fe80::1', cidr: 'fe80::1/64' },
      { interface: 'eth0', address: 'fd12::5', cidr: 'fd12::5/64' },
      { interface: 'eth0', address: '192.168.10.5', cidr: '192.168.10.5/24' },
    ],
    config: configSchema.parse({}),
    accountSenders: [],
    seenSenders: [],
    ourPorts: new Set([2525]),
    probe: async (port) => (port === 25 ? 'Port 25 is taken by postfix.' : null),
  })
  expect(found.addresses).toEqual([
    { address: '192.168.10.5', interface: 'eth0', network: '192.168.10.0/24', kind: 'private' },
    { address: 'fd12::5', interface: 'eth0', network: 'fd12::/64', kind: 'private' },
    { address: '203.0.113.9', interface: 'eth1', network: '203.0.113.0/24', kind: 'public' },
    { address: '127.0.0.1', interface: 'lo', network: '127.0.0.0/8', kind: 'loopback' },
  ])
  expect(found.ports).toEqual([
    { port: 25, free: false, ours: false, problem: 'Port 25 is taken by postfix.' },
    { port: 587, free: true, ours: false, problem: null },
    { port: 465, free: true, ours: false, problem: null },
    { port: 2525, free: false, ours: true, problem: null },
  ])
  expect(found.hostnameFrom).toBe('the name of this computer')
})

test.each([
  ['127.0.0.1', 'loopback'],
  ['::1', 'loopback'],
  ['10.1.2.3', 'private'],
  ['fd00::1', 'private'],
  ['100.64.0.1', 'private'],
  ['8.8.8.8', 'public'],
  ['2001:4860::1', 'public'],
])('%s is %s', (address, kind) => {
  expect(classifyAddress(address)).toBe(kind)
})

test('the network of an address has no host bits', () => {
  expect(networkOf('192.168.10.77/28')).toBe('192.168.10.64/28')
})

test('domains come from what is configured, who sends, and the name of the computer; never from free mail', () => {
  expect(
    guessDomains({
      hostname: 'relay.office.example',
      localDomains: ['mail.example'],
      senderPatterns: ['*@shop.example', '*', 'someone@gmail.com', '*.branch.example'],
      senders: ['Anna@Office.example', '', 'x@printer.local'],
    }),
  ).toEqual(['mail.example', 'shop.example', 'branch.example', 'office.example'])
})

test('the guided start is kept over a restart, and an older folder with routes counts as done', {
  timeout: 30_000,
}, async () => {
  const first = await TemporaryEngine.start()
  expect(await first.client.setup.progress()).toEqual({ state: 'new', step: 'you', answers: {} })
  const progress = { state: 'under-way', step: 'route', answers: { domains: ['office.test'] } } as const
  await first.client.setup.keep(progress)
  const again = await first.restart({})
  expect(await again.client.setup.progress()).toEqual(progress)
  const other = await TemporaryEngine.start({ config: { routes: [{ name: 'sandbox', kind: 'capture' }] } })
  expect((await other.client.setup.progress()).state).toBe('done')
})

test('look names the ports of its own listeners and those that another program holds', async () => {
  const { client } = await TemporaryEngine.start()
  const blocker = createServer()
  const holds = await new Promise<boolean>((resolve) => {
    blocker.once('error', () => resolve(false))
    blocker.listen(2525, '0.0.0.0', () => resolve(true))
  })
  const found = await client.setup.look()
  blocker.close()
  expect(found.hostname).toBe('relay.office.test')
  const port = found.ports.find((each) => each.port === 2525)
  // Whoever holds it, a test beside this one or this one: it is not free, and the words say so.
  expect(port).toMatchObject({ free: false, ours: false, problem: expect.stringMatching(/2525/) })
  expect(holds || port?.free === false).toBe(true)
})

test('a named network was heard of when its last session was', async () => {
  const { client, port } = await named()
  const smtp = await SmtpClient.connect({ port, localAddress: '127.0.0.9' })
  await smtp.reply()
  await smtp.expect('EHLO copier', '250')
  await smtp.expect('QUIT', '221')
  const activity = await waitFor('the session', async () => {
    const found = await client.setup.networkActivity()
    return found[0]?.lastSeenAt == null ? null : found
  })
  expect(activity).toEqual([
    {
      name: 'Copiers',
      lastSeenAt: expect.any(Number),
      clients: [{ client: '127.0.0.9', lastSeenAt: expect.any(Number), messages: 0 }],
    },
    { name: 'Cameras', lastSeenAt: null, clients: [] },
  ])
})

async function named() {
  const engine = await TemporaryEngine.start({
    config: {
      listeners: [TEST_LISTENER],
      networks: [
        { name: 'Copiers', addresses: ['127.0.0.9'] },
        { name: 'Cameras', addresses: ['127.0.0.10'] },
      ],
    },
  })
  return { client: engine.client, port: await engine.port() }
}
