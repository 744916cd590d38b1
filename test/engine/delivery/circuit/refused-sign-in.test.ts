/** What a host costs that refuses user name and password: as few tries as can be, or the provider locks the account. */
import { expect, test } from 'vitest'
import { FakeClock } from '../../../support/fake-clock.ts'
import { ScriptedSmtpPeer } from '../../../support/scripted-smtp-peer.ts'
import { route, TemporaryDelivery } from '../../../support/temporary-delivery.ts'

const MINUTE = 60_000
const REFUSED = '535 5.7.8 Authentication failed'

async function office(answer: () => string) {
  const peer = await ScriptedSmtpPeer.start({
    extensions: ['AUTH PLAIN'],
    answer: ({ verb }) => (verb === 'AUTH' ? answer() : undefined),
  })
  const clock = new FakeClock()
  const site = new TemporaryDelivery({ passwords: { provider: 'horse' }, clock })
  const target = route({
    kind: 'smarthost',
    name: 'provider',
    host: '127.0.0.1',
    port: peer.port,
    tls: 'never',
    auth: { kind: 'password', username: 'office' },
  })
  const { delivery } = site
  /** As the queue does: as much as there is room for, until there is none. */
  const send = async () => {
    for (let round = 0; round < 10 && delivery.capacity(target) > 0; round++) {
      const outcomes = await Promise.all(
        Array.from({ length: delivery.capacity(target) }, () => site.deliver(target)),
      )
      if (outcomes.flat().every(({ kind }) => kind === 'delivered')) return
    }
  }
  return { peer, clock, site, target, delivery, send, tries: () => peer.commandsOf('AUTH').length }
}

test('many messages at once try a new password once', async () => {
  const { site, target, tries } = await office(() => REFUSED)
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => site.deliver(target)))
  expect(outcomes.flat().map(({ kind }) => kind)).toEqual(Array(50).fill('deferred'))
  expect(tries()).toBe(1)
})

test('the pauses grow, however much mail waits, and the route says why', async () => {
  const { clock, target, delivery, send, tries } = await office(() => REFUSED)
  const counts: number[] = []
  for (let minute = 0; minute < 60; minute++) {
    await send()
    counts.push(tries())
    clock.advance(MINUTE)
  }
  expect(counts.slice(0, 8)).toEqual([1, 2, 2, 3, 3, 3, 3, 4])
  expect(tries()).toBeLessThanOrEqual(10)
  await send()
  const block = delivery.blocked(target)
  expect(block?.text).toContain(REFUSED)
  expect(block?.text).toContain('password')
  expect(delivery.circuits(target).map(({ state }) => state)).toEqual(['closed'])
})

test('other settings of other routes are no reason to try again', async () => {
  const { site, target, delivery, send, tries } = await office(() => REFUSED)
  await send()
  site.changeConfig({ routes: [] })
  await send()
  expect(delivery.capacity(target)).toBe(0)
  expect(tries()).toBe(1)
})

test('a mended route, or an operator who asks for it, is tried at once', async () => {
  let answer = REFUSED
  const { delivery, target, send, peer, tries, site } = await office(() => answer)
  await send()
  delivery.closeCircuits('provider')
  await send()
  expect(tries()).toBe(2)
  answer = '235 2.7.0 Welcome'
  site.changeConfig({ routes: [] }, ['provider'])
  expect(delivery.blocked(target)).toBeNull()
  await send()
  expect(peer.messages.length).toBeGreaterThan(0)
})

test('a sign-in that works opens as many connections as the route may have', async () => {
  const { site, target, peer, tries } = await office(() => '235 2.7.0 Welcome')
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => site.deliver(target)))
  expect(outcomes.flat().map(({ kind }) => kind)).toEqual(Array(50).fill('delivered'))
  expect(tries()).toBe(5)
  expect(peer.connections).toBe(5)
})

test('a clock that was set back makes no pause longer', async () => {
  let answer = REFUSED
  const { clock, delivery, target, send, peer } = await office(() => answer)
  await send()
  answer = '235 2.7.0 Welcome'
  clock.advance(-3_600_000)
  expect(delivery.blocked(target)).toBeNull()
  await send()
  expect(peer.messages.length).toBeGreaterThan(0)
})
