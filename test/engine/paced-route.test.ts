/** Pacing and circuits through the whole engine: mail waits, says why, and goes on by itself. */
import { expect, test } from 'vitest'
import { FakeClock } from '../support/fake-clock.ts'
import { FakeDns } from '../support/fake-dns.ts'
import { freePort } from '../support/free-port.ts'
import { NextHop } from '../support/next-hop.ts'
import { sendMail } from '../support/send-mail.ts'
import { TemporaryEngine } from '../support/temporary-engine.ts'
import { waitFor } from '../support/wait-for.ts'

function config(settings: Record<string, unknown>, port: number) {
  return {
    routes: [
      {
        name: 'provider',
        kind: 'smarthost' as const,
        host: '127.0.0.1',
        port,
        tls: 'never' as const,
        ...settings,
      },
    ],
    rules: [{ name: 'all', action: { kind: 'route' as const, route: 'provider' } }],
  }
}

const statusOf = async (engine: TemporaryEngine) => (await engine.client.system.status()).routes[0]

/** Lets time pass until the condition holds. */
async function advanceUntil(clock: FakeClock, what: string, read: () => boolean | Promise<boolean>) {
  await waitFor(what, async () => {
    clock.advance(1_000)
    return read()
  })
}

test('mail over the limit of a minute waits, and goes on by itself', { timeout: 30_000 }, async () => {
  const clock = new FakeClock()
  const hop = await NextHop.start()
  const engine = await TemporaryEngine.start({
    clock,
    config: config({ pacing: { messagesPerMinute: 2 } }, hop.port),
  })
  const port = await engine.port()
  for (let count = 0; count < 3; count++) await sendMail(port)
  await waitFor('two messages', () => hop.arrived.length === 2)
  await waitFor('the words', async () => (await statusOf(engine))?.waitingFor)
  expect((await statusOf(engine))?.waitingFor).toMatch(/^Waits until .*: 2 of 2 messages in a minute\.$/)
  expect(hop.arrived).toHaveLength(2)
  await advanceUntil(clock, 'the third', () => hop.arrived.length === 3)
  await waitFor('three results', async () => {
    const { rows } = await engine.client.queue.list({})
    return rows.filter(({ lastReply }) => lastReply?.code === 250).length === 3
  })
})

test('the recipients of the day are counted over a restart', { timeout: 30_000 }, async () => {
  const clock = new FakeClock()
  const hop = await NextHop.start()
  const engine = await TemporaryEngine.start({
    clock,
    config: config({ pacing: { recipientsPerDay: 2 } }, hop.port),
  })
  await sendMail(await engine.port(), { to: ['a@far.test', 'b@far.test'] })
  await waitFor('the first', () => hop.arrived.length === 1)
  await waitFor('the limit', async () => (await statusOf(engine))?.waitingFor)
  const next = await engine.restart({ clock })
  expect((await statusOf(next))?.waitingFor).toMatch(/2 of 2 recipients in 24 hours/)
})

test('mail of a route whose hosts all fail waits without being tried, and goes when a host is back', {
  timeout: 30_000,
}, async () => {
  const clock = new FakeClock()
  const port = await freePort()
  const engine = await TemporaryEngine.start({
    clock,
    config: config({ circuit: { failures: 1, pause: '1m' } }, port),
  })
  const listener = await engine.port()
  await sendMail(listener)
  await waitFor('the circuit', async () => (await statusOf(engine))?.circuits[0]?.state === 'open')
  await sendMail(listener, { subject: 'later' })
  const { attention } = await engine.client.system.status()
  expect(attention.find(({ kind }) => kind === 'circuit')).toMatchObject({
    severity: 'problem',
    subject: 'provider',
  })
  const hop = await NextHop.start({ port })
  await advanceUntil(clock, 'both messages', () => hop.arrived.length === 2)
  expect((await statusOf(engine))?.circuits).toEqual([
    { host: `127.0.0.1:${port}`, state: 'closed', until: null, reason: null },
  ])
})

test('mail for a domain that has to be fed slowly waits with a word in its history', {
  timeout: 30_000,
}, async () => {
  const clock = new FakeClock()
  const hop = await NextHop.start()
  const dns = new FakeDns({ 'far.test': { a: ['127.0.0.1'] }, 'near.test': { a: ['127.0.0.1'] } })
  const domainPolicies = [{ domains: ['far.test'], messagesPerMinute: 1 }]
  const engine = await TemporaryEngine.start({
    clock,
    dns,
    config: {
      routes: [
        {
          name: 'direct',
          kind: 'mx',
          port: hop.port,
          tls: 'never',
          mtaSts: false,
          dane: false,
          domainPolicies,
        },
      ],
      rules: [{ name: 'all', action: { kind: 'route', route: 'direct' } }],
    },
  })
  const port = await engine.port()
  await sendMail(port, { to: 'a@far.test' })
  await waitFor('the first', () => hop.arrived.length === 1)
  await sendMail(port, { to: 'b@far.test' })
  const id = await engine.waitForState('deferred')
  await sendMail(port, { to: 'c@near.test' })
  await waitFor('the other domain', () => hop.arrived.length === 2)
  const { events, recipients } = await engine.client.queue.get({ id })
  expect(events.map(({ kind }) => kind)).toEqual(['Reception', 'Wait'])
  expect(recipients[0]).toMatchObject({
    attempts: 0,
    lastReply: { text: 'Waits for its turn: the route "direct" sends 1 message a minute to far.test.' },
  })
  await advanceUntil(clock, 'its turn', () => hop.arrived.length === 3)
})
