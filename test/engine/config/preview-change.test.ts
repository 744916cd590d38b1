/** What is foretold, beside what then happens on the same engine. */
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import type { ConfigurationChange } from '../../../shared/contract/configuration.ts'
import { configSchema, listenerSchema } from '../../../shared/domain/config.ts'
import { routeSchema } from '../../../shared/domain/route.ts'
import { ruleSchema } from '../../../shared/domain/rule.ts'
import { SmtpClient } from '../../support/smtp-client.ts'
import { TEST_LISTENER, TemporaryEngine } from '../../support/temporary-engine.ts'
import { waitFor } from '../../support/wait-for.ts'

async function preview({ client }: TemporaryEngine, change: unknown): Promise<string[]> {
  const { effects } = await client.configuration.preview({ change: change as ConfigurationChange })
  return effects.map(({ severity, text }) => `${severity}: ${text}`)
}

const ROUTES = [
  { name: 'one', kind: 'hold' as const },
  { name: 'sandbox', kind: 'capture' as const },
]

const submit = ({ engine }: TemporaryEngine, to = 'b@example.test') =>
  engine.submit({
    sender: 'a@office.test',
    recipients: [to],
    content: Buffer.from('Subject: Hello\r\n\r\nHello\r\n'),
  })

test('a listener that moves: its sessions end with 421, as foretold', async () => {
  const office = await TemporaryEngine.start()
  const session = await SmtpClient.connect({ port: await office.port() })
  await session.reply()
  const item = listenerSchema.parse({ ...TEST_LISTENER, host: '127.0.0.2' })
  const change = { kind: 'listener', name: 'test', item }
  expect(await preview(office, change)).toEqual([
    expect.stringMatching(/^warning: The listener "test" is restarted at .*1 open session ends with 421/),
  ])
  await office.client.listeners.update({ name: 'test', item })
  await expect(session.send('NOOP')).resolves.toMatchObject({ code: 421 })
})

test('limits of a listener count in its open sessions, which go on', async () => {
  const office = await TemporaryEngine.start()
  const session = await SmtpClient.connect({ port: await office.port() })
  await session.reply()
  const item = listenerSchema.parse({ ...TEST_LISTENER, maxRecipients: 7 })
  expect(await preview(office, { kind: 'listener', name: 'test', item })).toEqual([
    'info: The listener "test" goes on; 1 open session sees the change with the next command.',
  ])
  await office.client.listeners.update({ name: 'test', item })
  await expect(session.send('NOOP')).resolves.toMatchObject({ code: 250 })
})

test('a port that another program holds is foretold, and then so', async () => {
  const office = await TemporaryEngine.start()
  const other = createServer()
  const port = await new Promise<number>((resolve) => {
    other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port))
  })
  onTestFinished(() => void other.close())
  const item = listenerSchema.parse({ name: 'second', host: '127.0.0.1', port })
  const [text] = await preview(office, { kind: 'listener', name: null, item })
  expect(text).toMatch(new RegExp(`^warning: .*Port ${port} on 127.0.0.1 is taken by`))
  await office.client.listeners.create({ item })
  await waitFor('the listener to fail', async () =>
    (await office.engine.status()).listeners.find(
      ({ name, state }) => name === 'second' && state === 'failed',
    ),
  )
})

test('rules: mail that waits takes the other way, as many as foretold', async () => {
  const rule = { name: 'All', match: {}, action: { kind: 'route', route: 'sandbox' } } as const
  const office = await TemporaryEngine.start({ config: { routes: ROUTES, rules: [rule] } })
  await office.client.queue.pause({ route: null, paused: true })
  await submit(office)
  await submit(office, 'c@other.test')
  const item = ruleSchema.parse({ ...rule, match: { recipientDomains: ['example.test'] } })
  expect(await preview(office, { kind: 'rule', name: 'All', item })).toEqual([
    'info: Of 2 waiting messages, 1 would take another way: 1 held instead of by "sandbox".',
  ])
  await office.client.rules.update({ name: 'All', item })
  await office.client.queue.pause({ route: null, paused: false })
  await waitFor('both to be decided', async () => {
    const { held, delivered } = await office.client.queue.counts({})
    return held === 1 && delivered === 1
  })
})

test('a route that rules name cannot go, and the preview says which', async () => {
  const rule = { name: 'All', match: {}, action: { kind: 'route', route: 'sandbox' } } as const
  const office = await TemporaryEngine.start({ config: { routes: ROUTES, rules: [rule] } })
  const effects = await preview(office, { kind: 'route', name: 'sandbox', item: null })
  expect(effects[0]).toContain('The relay rule "All" sends mail by "sandbox"')
  await expect(office.client.routes.remove({ name: 'sandbox' })).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('a mended route has its mail tried again, and a new password mends it too', async () => {
  const provider = routeSchema.parse({
    name: 'provider',
    kind: 'smarthost',
    host: '127.0.0.1',
    port: 9,
    tls: 'never',
    auth: { kind: 'password', username: 'u' },
  })
  const rule = { name: 'All', match: {}, action: { kind: 'route', route: 'provider' } } as const
  const office = await TemporaryEngine.start({ config: { routes: [provider], rules: [rule] } })
  await submit(office)
  await office.waitForState('deferred')
  const moved = { ...provider, port: 10 }
  const again = 'info: 1 message that waits on "provider" is tried again within seconds.'
  expect(await preview(office, { kind: 'route', name: 'provider', item: moved })).toContain(again)
  const secret = { ...provider, auth: { kind: 'password', username: 'u', password: 'new' } }
  expect(await preview(office, { kind: 'route', name: 'provider', item: secret })).toContain(again)
  const paced = { ...provider, maxConnections: 3 }
  expect(await preview(office, { kind: 'route', name: 'provider', item: paced })).toEqual([])
})

test('a shorter retention says how much goes, and so much goes', async () => {
  const rule = { name: 'All', match: {}, action: { kind: 'route', route: 'sandbox' } } as const
  const office = await TemporaryEngine.start({ config: { routes: ROUTES, rules: [rule] } })
  await submit(office)
  await submit(office)
  await waitFor('delivery', async () => (await office.client.queue.counts({})).delivered === 2)
  const settings = await office.client.settings.get()
  const next = { ...settings, retention: { ...settings.retention, history: '0s' } }
  expect(await preview(office, { kind: 'settings', settings: next })).toEqual([
    'warning: 2 ended messages with their history will be removed for good.',
  ])
  await office.client.settings.update(next)
  await waitFor('removal', async () => (await office.client.queue.counts({})).delivered === 0)
})

test('another host name renews the generated certificate', async () => {
  const office = await TemporaryEngine.start()
  const settings = await office.client.settings.get()
  const next = { ...settings, hostname: 'mail.office.test' }
  const effects = await preview(office, { kind: 'settings', settings: next })
  expect(effects).toContainEqual(expect.stringContaining('made anew for mail.office.test'))
  await office.client.settings.update(next)
  await waitFor('the certificate', async () =>
    (await office.client.settings.certificate()).names.includes('mail.office.test'),
  )
})

test('what changes nothing has no effects, and a document says which accounts go', async () => {
  const accounts = [{ username: 'scanner', password: 'long enough' }]
  const office = await TemporaryEngine.start({ config: { accounts } })
  const settings = await office.client.settings.get()
  expect(await preview(office, { kind: 'settings', settings })).toEqual([])
  const document = { ...configSchema.parse(await office.client.configuration.export()), accounts: [] }
  expect(await preview(office, { kind: 'document', document })).toEqual([
    'warning: 1 account is removed: "scanner" can no longer sign in.',
  ])
})
