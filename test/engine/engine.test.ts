import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ConfigInput } from '../../shared/domain/config.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { freePort } from '../support/free-port.ts'
import { NextHop } from '../support/next-hop.ts'
import { sendMail } from '../support/send-mail.ts'
import { TEST_LISTENER, TemporaryEngine } from '../support/temporary-engine.ts'
import { waitFor } from '../support/wait-for.ts'

const relayTo = (port: number): ConfigInput => ({
  routes: [{ name: 'provider', kind: 'smarthost', host: '127.0.0.1', port, tls: 'never' }],
  rules: [{ name: 'rest', action: { kind: 'route', route: 'provider' } }],
})

test('mail that a client hands in arrives at the next hop, and its history and sessions tell the way', async () => {
  const hop = await NextHop.start()
  const temporary = await start(relayTo(hop.port))
  const { client } = temporary
  await sendMail(await temporary.port(), { subject: 'Quarterly figures' })
  const id = await temporary.waitForState('delivered')

  expect(hop.arrived).toMatchObject([{ sender: 'scanner@office.test', recipients: ['someone@far.test'] }])
  expect(hop.arrived[0]?.content).toContain('Subject: Quarterly figures')
  const { events } = await client.queue.get({ id })
  expect(events.map((event) => event.kind)).toEqual(['Reception', 'Delivery'])
  const sessions = await client.sessions.list({ filter: { messageId: id } })
  expect(sessions.rows.map((row) => row.direction).sort()).toEqual(['inbound', 'outbound'])
  const status = await client.system.status()
  expect(status.throughput.acceptedPerMinute.at(-1)).toBe(1)
  expect(status.throughput.deliveredPerMinute.at(-1)).toBe(1)
  expect(status.routes).toMatchObject([{ name: 'provider', waiting: 0, lastSuccessAt: expect.any(Number) }])
})

test('a next hop that is down leaves the mail deferred, and Send now delivers it when it is back', async () => {
  const port = await freePort()
  const temporary = await start(relayTo(port))
  const { client } = temporary
  await sendMail(await temporary.port())
  const id = await temporary.waitForState('deferred')
  const status = await client.system.status()
  expect(status.attention).toMatchObject([{ kind: 'route-failing', subject: 'provider' }])

  const hop = await NextHop.start({ port })
  expect(
    await client.queue.operate({ operation: 'send-now', selection: { kind: 'ids', ids: [id] } }),
  ).toEqual({
    changed: 1,
    unchanged: 0,
  })
  await temporary.waitForState('delivered')
  expect(hop.arrived).toHaveLength(1)
})

test('a route that is mended delivers the mail that waited for it at once', async () => {
  const temporary = await start(relayTo(await freePort()))
  const { client } = temporary
  await sendMail(await temporary.port())
  await temporary.waitForState('deferred')
  const hop = await NextHop.start()
  const [route] = relayTo(hop.port).routes ?? []
  await client.routes.update({ name: 'provider', item: route as never })
  await temporary.waitForState('delivered')
  expect(hop.arrived).toHaveLength(1)
})

test('without a route mail is held and the status says so; adding one lets it go on by itself', async () => {
  const temporary = await start({})
  const { client } = temporary
  await sendMail(await temporary.port())
  await temporary.waitForState('held')
  expect((await client.system.status()).attention.map(({ kind }) => kind)).toEqual(['no-route', 'held'])

  const hop = await NextHop.start()
  const { routes = [], rules = [] } = relayTo(hop.port)
  await client.routes.create({ item: routes[0] as never })
  await client.rules.create({ item: rules[0] as never })
  await temporary.waitForState('delivered')
})

test('waiting mail is tried again when the schedule says so, and not before', async () => {
  const clock = new FakeClock()
  const port = await freePort()
  const temporary = await TemporaryEngine.start({ clock, config: relayTo(port) })
  await sendMail(await temporary.port())
  const id = await temporary.waitForState('deferred')
  const { message } = await temporary.client.queue.get({ id })
  const due = message.nextAttemptAt ?? 0
  expect(due - clock.now()).toBeGreaterThanOrEqual(54_000)
  expect(due - clock.now()).toBeLessThanOrEqual(66_000)

  const hop = await NextHop.start({ port })
  clock.advance(due - clock.now() - 1)
  expect((await temporary.client.queue.get({ id })).message).toEqual(message)
  clock.advance(1)
  await temporary.waitForState('delivered')
  expect(hop.arrived).toHaveLength(1)
})

test('a restart keeps configuration, queue, history and sessions', async () => {
  const first = await start(relayTo(await freePort()))
  await sendMail(await first.port())
  const id = await first.waitForState('deferred')
  const before = await first.client.queue.get({ id })

  const second = await first.restart()
  expect(await second.client.queue.get({ id })).toMatchObject({ ...before, message: { id } })
  expect(await second.client.routes.list()).toMatchObject([{ name: 'provider' }])
  const sessions = await second.client.sessions.list({ filter: { messageId: id } })
  expect(sessions.rows).toMatchObject([{ direction: 'inbound', outcome: 'completed' }])
})

test('passwords are nowhere on disk in plain: not of routes, not of accounts, not of CRAM-MD5', async () => {
  const hop = await NextHop.start({
    onAuth: ({ username = '', password }, _session, done) =>
      password === 'route-secret-1' ? done(null, { user: username }) : done(new Error('no')),
  })
  const temporary = await start({
    routes: [
      {
        name: 'provider',
        kind: 'smarthost',
        host: '127.0.0.1',
        port: hop.port,
        tls: 'never',
        auth: { kind: 'password', username: 'office', password: 'route-secret-1' },
      },
    ],
    rules: [{ name: 'rest', action: { kind: 'route', route: 'provider' } }],
    accounts: [
      { username: 'scanner', password: 'account-secret-2' },
      { username: 'camera', password: 'account-secret-3', cramMd5: true },
    ],
  })
  await sendMail(await temporary.port())
  await temporary.waitForState('delivered')
  expect(hop.arrived).toMatchObject([{ user: 'office' }])
  expect(await temporary.engine.accounts.recoverPassword('camera')).toBe('account-secret-3')
  await temporary.stop()

  for (const name of await readdir(temporary.folder)) {
    const content = await readFile(join(temporary.folder, name)).catch(() => Buffer.alloc(0))
    for (const secret of ['route-secret-1', 'account-secret-2', 'account-secret-3'])
      for (const form of [
        secret,
        Buffer.from(secret).toString('base64'),
        Buffer.from(`\0office\0${secret}`).toString('base64'),
      ])
        expect(content.includes(form), `${form} in ${name}`).toBe(false)
  }
})

test('what an export has an import takes, and the result is the same', async () => {
  const temporary = await start({
    ...relayTo(2526),
    accounts: [{ username: 'scanner', password: 'long enough', allowedSenders: ['*@office.test'] }],
    retry: { schedule: ['2m'], expireAfter: '1d' },
  })
  const exported = await temporary.client.configuration.export()
  expect(JSON.stringify(exported)).not.toContain('long enough')
  const other = await start({})
  await other.client.configuration.import(exported)
  expect(await other.client.configuration.export()).toEqual(exported)
})

test('a configuration that is not accepted changes nothing and names every field', async () => {
  const temporary = await start(relayTo(2526))
  const before = await temporary.client.configuration.export()
  const wrong = {
    ...before,
    rules: [{ name: 'r', action: { kind: 'route', route: 'gone' } }],
    surprise: true,
  }
  await expect(temporary.client.configuration.import(wrong)).rejects.toMatchObject({ code: 'INVALID' })
  expect(await temporary.client.configuration.check(wrong)).toMatchObject({
    issues: [{ message: /surprise/ }],
  })
  expect(await temporary.client.configuration.export()).toEqual(before)
})

test('a second engine on the folder is refused, with the pid of the first where it is known', async () => {
  const temporary = await start({})
  await expect(TemporaryEngine.start({ folder: temporary.folder })).rejects.toThrow(
    /in use by another Mailroom/,
  )
})

test('a route is tried without sending: its conversation as it happens, then a verdict', async () => {
  const hop = await NextHop.start({
    onAuth: ({ username = '', password }, _session, done) =>
      password === 'kept-secret' ? done(null, { user: username }) : done(new Error('no')),
  })
  const auth = { kind: 'password', username: 'office' } as const
  const route = {
    name: 'provider',
    kind: 'smarthost',
    host: '127.0.0.1',
    port: hop.port,
    tls: 'never',
    auth,
  } as const
  const temporary = await start({ routes: [{ ...route, auth: { ...auth, password: 'kept-secret' } }] })
  const tryIt = async (draft: typeof route) => {
    const lines: string[] = []
    for await (const event of await temporary.client.routes.test({ route: draft }))
      if (event.kind === 'line') lines.push(event.line.text)
      else return { lines, ok: event.ok, text: event.text }
    throw new Error('there was no verdict')
  }
  const good = await tryIt(route)
  expect(good).toMatchObject({ ok: true })
  expect(good.lines).toContain('QUIT')
  expect(JSON.stringify(good)).not.toContain('kept-secret')
  expect(await tryIt({ ...route, name: 'other' } as never)).toMatchObject({ ok: false })
  await hop.close()
  expect(await tryIt(route)).toMatchObject({ ok: false, text: expect.stringContaining('127.0.0.1') })
  expect(hop.arrived).toEqual([])
})

test('a test that gets in lets the mail go that waited after a refused sign-in', async () => {
  let unlocked = false
  let tries = 0
  const hop = await NextHop.start({
    onAuth: ({ username = '' }, _session, done) => {
      tries += 1
      unlocked ? done(null, { user: username }) : done(new Error('locked'))
    },
  })
  const { routes = [], rules } = relayTo(hop.port)
  const auth = { kind: 'password', username: 'office', password: 'kept-secret' } as const
  const temporary = await start({ routes: routes.map((route) => ({ ...route, auth })) as never, rules })
  const { client } = temporary
  await sendMail(await temporary.port())
  await temporary.waitForState('deferred')
  await sendMail(await temporary.port())
  const waitingFor = async () => (await client.system.status()).routes[0]?.waitingFor ?? null
  expect(await waitingFor()).toContain('sign-in was refused')
  expect(tries).toBe(1)
  unlocked = true
  const [route] = await client.routes.list()
  if (!route) throw new Error('no route')
  for await (const event of await client.routes.test({ route }))
    if (event.kind === 'verdict') expect(event).toMatchObject({ ok: true })
  expect(await waitingFor()).toBeNull()
  await waitFor('the mail', () => hop.arrived.length === 1)
})

test('listeners follow the configuration while the others keep their port', async () => {
  const temporary = await start({})
  const before = await temporary.port()
  await temporary.client.listeners.create({ item: { ...TEST_LISTENER, name: 'second', trustedNetworks: [] } })
  const second = await waitFor('the second listener', () => temporary.port('second').catch(() => null))
  expect(second).not.toBe(before)
  expect(await temporary.port()).toBe(before)
  await temporary.client.listeners.remove({ name: 'second' })
  await waitFor('its end', async () => (await temporary.engine.status()).listeners.length === 1)
  await sendMail(before)
})

test('offline the queue and the configuration can be changed, and nothing listens or is delivered', async () => {
  const first = await start(relayTo(await freePort()))
  await sendMail(await first.port())
  const id = await first.waitForState('deferred')
  const offline = await first.restart({ mode: 'offline' })
  expect((await offline.client.system.status()).listeners).toMatchObject([{ state: 'disabled' }])
  await offline.client.queue.operate({ operation: 'hold', selection: { kind: 'ids', ids: [id] } })
  await offline.client.queue.pause({ route: 'provider', paused: true })
  await offline.client.queue.pause({ route: null, paused: true })
  await offline.client.queue.submit({
    sender: '',
    recipients: ['a@far.test'],
    base64: btoa('Subject: x\n\nbody'),
  })

  const online = await offline.restart({ mode: 'serve' })
  expect((await online.client.system.status()).pauses).toEqual({ queue: true, routes: ['provider'] })
  expect((await online.client.queue.counts({})).held).toBe(1)
  expect((await online.client.queue.counts({})).queued).toBe(1)
})

test.each([
  'b@far.test>\r\nRCPT TO:<evil@far.test',
  'b@far.test BODY=8BITMIME',
  '<b@far.test>',
  'b@far.test\u202egpj',
  'b@far.test\0',
  '"b"@far.test"',
  'nobody',
])('what a program hands in goes to addresses only: %j', async (address) => {
  const { client } = await TemporaryEngine.start({ mode: 'offline' })
  const base64 = btoa('Subject: x\n\nbody')
  for (const given of [
    { sender: 'a@office.test', recipients: [address] },
    { sender: address, recipients: ['b@far.test'] },
  ])
    await expect(client.queue.submit({ ...given, base64 })).rejects.toMatchObject({ code: 'INVALID' })
  expect((await client.queue.list({})).rows).toEqual([])
})

function start(config: ConfigInput): Promise<TemporaryEngine> {
  return TemporaryEngine.start({ config })
}
