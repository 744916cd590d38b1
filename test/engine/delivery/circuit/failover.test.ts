/** The hosts of a smart host route on real sockets: who carries the mail while the first one fails. */
import { expect, test } from 'vitest'
import { FakeClock } from '../../../support/fake-clock.ts'
import { freePort } from '../../../support/free-port.ts'
import { DROP, HANG, type PeerScript, ScriptedSmtpPeer } from '../../../support/scripted-smtp-peer.ts'
import { route, summary, TemporaryDelivery } from '../../../support/temporary-delivery.ts'
import { waitFor } from '../../../support/wait-for.ts'

const DELIVERED = [expect.stringMatching(/^1 delivered 250/)]

function smarthost(ports: readonly number[], settings: Record<string, unknown> = {}) {
  const [port = 0, ...others] = ports
  return route({
    kind: 'smarthost',
    name: 'provider',
    host: '127.0.0.1',
    port,
    tls: 'never',
    fallbacks: others.map((one) => ({ host: '127.0.0.1', port: one })),
    circuit: { failures: 2, pause: '1m' },
    ...settings,
  })
}

const states = (delivery: TemporaryDelivery, target: ReturnType<typeof smarthost>) =>
  delivery.delivery.circuits(target).map(({ state }) => state)

/** A host whose greeting says whether it is up. */
function switched(up: () => boolean): PeerScript {
  return { answer: ({ verb }) => (verb === 'GREETING' && !up() ? '421 4.3.2 Down for repairs' : undefined) }
}

test('the second host carries the mail while the first is down, and the first again once it is back', async () => {
  const clock = new FakeClock()
  const port = await freePort()
  const second = await ScriptedSmtpPeer.start()
  const delivery = new TemporaryDelivery({ clock, poolLimits: { idle: 1, messages: 1, age: 300_000 } })
  const target = smarthost([port, second.port])
  for (let count = 0; count < 3; count++) {
    expect(summary(await delivery.deliver(target))).toEqual(DELIVERED)
    clock.advance(100)
  }
  expect(states(delivery, target)).toEqual(['open', 'closed'])
  expect(delivery.delivery.blocked(target)).toBeNull()

  const first = await ScriptedSmtpPeer.start({ port })
  await delivery.deliver(target)
  expect(first.messages).toHaveLength(0)
  clock.advance(60_000)
  expect(summary(await delivery.deliver(target))).toEqual(DELIVERED)
  expect(first.messages).toHaveLength(1)
  expect(states(delivery, target)).toEqual(['closed', 'closed'])
})

test('an open circuit costs the host no connection, and its route says what it waits for', async () => {
  const clock = new FakeClock()
  const peer = await ScriptedSmtpPeer.start(switched(() => false))
  const delivery = new TemporaryDelivery({ clock })
  const target = smarthost([peer.port])
  const heard: (string | null)[] = []
  delivery.delivery.onBlocksChanged(() => heard.push(delivery.delivery.blocked(target)?.text ?? null))
  for (let count = 0; count < 2; count++) {
    expect(summary(await delivery.deliver(target))).toEqual(['1 deferred 421 4.3.2 Down for repairs'])
    clock.advance(2_000)
  }
  expect(summary(await delivery.deliver(target))).toEqual(['1 released'])
  expect(peer.connections).toBe(2)
  expect(delivery.delivery.capacity(target)).toBe(0)
  expect(delivery.delivery.blocked(target)?.text).toMatch(
    /^Waits until \d\d:\d\d:\d\d, then one connection tries it: the host fails\. \[127\.0\.0\.1\] answered 421 4\.3\.2 Down for repairs$/,
  )
  clock.advance(60_000)
  expect(heard).toHaveLength(2)
  expect(heard[1]).toBeNull()
  expect(delivery.delivery.capacity(target)).toBe(1)
})

test('one connection tries it, the others go to the next host meanwhile', async () => {
  const clock = new FakeClock()
  let answer: 'down' | 'slow' | 'up' = 'down'
  const first = await ScriptedSmtpPeer.start({
    answer: ({ verb }) => {
      if (verb !== 'GREETING' || answer === 'up') return undefined
      return answer === 'slow' ? HANG : '421 4.3.2 Down'
    },
  })
  const second = await ScriptedSmtpPeer.start()
  const delivery = new TemporaryDelivery({ clock })
  const target = smarthost([first.port, second.port])
  for (let count = 0; count < 2; count++) {
    await delivery.deliver(target)
    clock.advance(2_000)
  }
  clock.advance(60_000)
  answer = 'slow'
  const probe = delivery.deliver(target)
  await waitFor('the probe', () => first.connections === 3)
  expect(states(delivery, target)).toEqual(['half-open', 'closed'])
  await Promise.all([delivery.deliver(target), delivery.deliver(target)])
  expect(first.connections).toBe(3)
  expect(second.messages).toHaveLength(4)
  first.dropAll()
  expect(summary(await probe)).toEqual(DELIVERED)
  expect(states(delivery, target)).toEqual(['open', 'closed'])
  clock.advance(60_000)
  expect(states(delivery, target)).toEqual(['open', 'closed'])
  clock.advance(60_000)
  answer = 'up'
  await delivery.deliver(target)
  expect(first.messages).toHaveLength(1)
})

test('a host that comes and goes never loses mail nor sends it twice', async () => {
  const clock = new FakeClock()
  let up = true
  const first = await ScriptedSmtpPeer.start(switched(() => up))
  const second = await ScriptedSmtpPeer.start()
  const delivery = new TemporaryDelivery({ clock, poolLimits: { idle: 1_000, messages: 1, age: 300_000 } })
  const target = smarthost([first.port, second.port])
  for (let count = 0; count < 30; count++) {
    up = count % 7 < 3
    expect(summary(await delivery.deliver(target))[0]).toMatch(/^1 delivered/)
    clock.advance(20_000)
  }
  expect(first.messages.length + second.messages.length).toBe(30)
  expect(first.messages.length).toBeGreaterThan(3)
  expect(second.messages.length).toBeGreaterThan(10)
})

test.each([
  ['a recipient', { RCPT: '550 5.1.1 No such user' }],
  ['a recipient for now', { RCPT: '451 4.7.1 Greylisted' }],
  ['a message', { CONTENT: '554 5.6.0 Not wanted' }],
  ['a message for now', { CONTENT: '452 4.3.1 Disk full' }],
])('a refusal of %s says nothing against the host', async (_what, answers: Record<string, string>) => {
  const first = await ScriptedSmtpPeer.start({ answer: ({ verb }) => answers[verb] })
  const second = await ScriptedSmtpPeer.start()
  const delivery = new TemporaryDelivery()
  const target = smarthost([first.port, second.port])
  for (let count = 0; count < 4; count++) await delivery.deliver(target)
  expect(states(delivery, target)).toEqual(['closed', 'closed'])
  expect(second.connections).toBe(0)
})

test('a wrong password is not tried at the next host too', async () => {
  const script = (reply: string): PeerScript => ({
    extensions: ['AUTH PLAIN'],
    answer: ({ verb }) => (verb === 'AUTH' ? reply : undefined),
  })
  const first = await ScriptedSmtpPeer.start(script('535 5.7.8 Wrong'))
  const second = await ScriptedSmtpPeer.start(script('235 2.7.0 Welcome'))
  const delivery = new TemporaryDelivery({ passwords: { provider: 'horse' }, clock: new FakeClock() })
  const auth = { kind: 'password', username: 'office' }
  const target = smarthost([first.port, second.port], { auth })
  for (let count = 0; count < 3; count++)
    expect(summary(await delivery.deliver(target))[0]).toMatch(/^1 deferred 535/)
  expect(second.connections).toBe(0)
  expect(states(delivery, target)).toEqual(['closed', 'closed'])
})

test('a sign-in that does not work for now is about the host', async () => {
  const first = await ScriptedSmtpPeer.start({
    extensions: ['AUTH PLAIN'],
    answer: ({ verb }) => (verb === 'AUTH' ? '454 4.7.0 Try later' : undefined),
  })
  const second = await ScriptedSmtpPeer.start({ extensions: ['AUTH PLAIN'] })
  const delivery = new TemporaryDelivery({ passwords: { provider: 'horse' } })
  const target = smarthost([first.port, second.port], {
    auth: { kind: 'password', username: 'office' },
    circuit: { failures: 1, pause: '1m' },
  })
  expect(summary(await delivery.deliver(target))).toEqual(DELIVERED)
  expect(states(delivery, target)).toEqual(['open', 'closed'])
})

test('signs in as somebody else than the sender', async () => {
  const peer = await ScriptedSmtpPeer.start({ extensions: ['AUTH PLAIN'] })
  const delivery = new TemporaryDelivery({ passwords: { provider: 'horse' } })
  const target = smarthost([peer.port], { auth: { kind: 'password', username: 'relay@office.test' } })
  await delivery.deliver(target, { envelope: { sender: 'sales@office.test' } })
  expect(peer.commandsOf('AUTH')).toEqual([
    `AUTH PLAIN ${Buffer.from('\0relay@office.test\0horse').toString('base64')}`,
  ])
  expect(peer.commandsOf('MAIL')[0]).toMatch(/^MAIL FROM:<sales@office\.test>/)
})

test('what was sent without an answer goes to no other host in the same attempt, and may come twice', async () => {
  const first = await ScriptedSmtpPeer.start({
    answer: ({ verb }) => (verb === 'CONTENT' ? DROP : undefined),
  })
  const second = await ScriptedSmtpPeer.start()
  const delivery = new TemporaryDelivery()
  const outcomes = await delivery.deliver(smarthost([first.port, second.port]))
  expect(summary(outcomes)).toEqual([expect.stringMatching(/^1 deferred .*may get it twice/)])
  expect(second.connections).toBe(0)
})

test('closing the circuits, or mending the route, tries it at once', async () => {
  const clock = new FakeClock()
  let up = false
  const peer = await ScriptedSmtpPeer.start(switched(() => up))
  const delivery = new TemporaryDelivery({ clock })
  const target = smarthost([peer.port], { circuit: { failures: 1, pause: '1h' } })
  await delivery.deliver(target)
  expect(states(delivery, target)).toEqual(['open'])
  delivery.delivery.closeCircuits('provider')
  expect(delivery.delivery.blocked(target)).toBeNull()
  expect(summary(await delivery.deliver(target))[0]).toMatch(/deferred/)
  up = true
  delivery.changeConfig({ hostname: 'other.office.test' })
  expect(summary(await delivery.deliver(target))).toEqual(DELIVERED)
})

test('a clock that was set back leaves no host alone for longer', async () => {
  const clock = new SettableClock()
  const peer = await ScriptedSmtpPeer.start(switched(() => false))
  const delivery = new TemporaryDelivery({ clock })
  const target = smarthost([peer.port], { circuit: { failures: 1, pause: '1m' } })
  await delivery.deliver(target)
  clock.setBack(3_600_000)
  expect(delivery.delivery.blocked(target)).not.toBeNull()
  clock.advance(60_000)
  expect(delivery.delivery.blocked(target)).toBeNull()
})

/** Timers go by what has passed, whatever the clock on the wall is set to. */
class SettableClock extends FakeClock {
  #behind = 0

  setBack(milliseconds: number): void {
    this.#behind += milliseconds
  }

  override now(): number {
    return super.now() - this.#behind
  }
}
