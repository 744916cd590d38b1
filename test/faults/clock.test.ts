import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { DnsCache } from '../../main/engine/delivery/dns-cache.ts'
import type { DnsResolver } from '../../main/engine/ports.ts'
import { RouteWindows } from '../../main/engine/queue/route-windows.ts'
import { StorageHealth } from '../../main/engine/status/storage-health.ts'
import { createAccess } from '../../main/rpc/console/access.ts'
import type { ConfigInput } from '../../shared/domain/config.ts'
import { advanceUntil, type TemporaryQueue, temporaryQueue } from '../engine/queue/temporary-queue.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { freePort } from '../support/free-port.ts'
import { MailroomProcess } from '../support/mailroom-process.ts'
import { ScriptedSmtpPeer } from '../support/scripted-smtp-peer.ts'
import { sendMail } from '../support/send-mail.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitFor } from '../support/wait-for.ts'
import { libfaketime } from './support/libfaketime.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const YEAR = 365 * 24 * HOUR

const JUMPS = [
  ['a year back', -YEAR],
  ['two hours back', -2 * HOUR],
  ['two hours ahead', 2 * HOUR],
] as const

describe.each(JUMPS)('when the clock goes %s', (_, jump) => {
  it('mail that waits is tried when it would have been, once, and does not expire', async () => {
    const queue = await temporaryQueue()
    queue.delivery.script = () => '451 4.7.1 Later'
    const id = await queue.receive({ to: ['a@far.test'] })
    await queue.reaches(id, 'deferred')
    queue.clock.set(queue.clock.now() + jump)
    const since = queue.clock.now()
    await advanceUntil(queue, 1_000, () => queue.delivery.attempts.length > 1)
    // The first pause is a minute; the second would be five.
    expect(queue.clock.now() - since).toBeLessThan(3 * MINUTE)
    await queue.reaches(id, 'deferred')
    await pass(queue, 2 * MINUTE)
    expect(queue.delivery.attempts).toHaveLength(2)
    const { recipients } = await queue.reaches(id, 'deferred')
    expect(Math.abs((recipients[0]?.nextAttemptAt ?? 0) - queue.clock.now())).toBeLessThan(6 * MINUTE)
  })

  it('mail in an attempt stays there, and is not tried by a second one', async () => {
    const queue = await temporaryQueue()
    queue.delivery.script = () => null
    const id = await queue.receive({ to: ['a@far.test'] })
    const attempt = await queue.attempted('a@far.test')
    queue.clock.set(queue.clock.now() + jump)
    const rounds = queue.leaseRounds
    await advanceUntil(queue, 10_000, () => queue.leaseRounds >= rounds + 4)
    await queue.reaches(id, 'active')
    attempt.answer('250 2.0.0 Taken')
    await queue.reaches(id, 'delivered')
    expect(queue.delivery.attempts).toHaveLength(1)
  })
})

it('a queue of several slices goes back with the clock, route by route, and keeps its order', async () => {
  const queue = await temporaryQueue()
  queue.delivery.script = () => '451 4.7.1 Later'
  const ids: string[] = []
  for (let number = 0; number < 1_100; number++)
    ids.push(await queue.receive({ to: [number % 4 === 0 ? 'a@office.test' : 'a@far.test'] }))
  await waitFor('all of them to wait', () => queue.delivery.attempts.length === ids.length)
  await waitFor(
    'it to be written down',
    async () => (await queue.storage.countMessages({})).deferred === ids.length,
  )
  const before = await times(queue)
  queue.clock.set(queue.clock.now() - YEAR)
  queue.clock.advance(30_000)
  await waitFor('their times to be set back', async () => {
    const latest = Math.max(...(await times(queue)).map(([, at]) => at))
    return latest <= queue.clock.now() + MINUTE
  })
  const shift = before.map(([id, at]) => [id, at - YEAR] as const)
  expect(await times(queue)).toEqual(shift)
})

it('a clock that was set back while nobody ran is noticed at the next start', async () => {
  const folder = await temporaryFolder()
  const first = await temporaryQueue({ folder })
  first.delivery.script = () => '451 4.7.1 Later'
  const id = await first.receive({ to: ['a@far.test'] })
  await first.reaches(id, 'deferred')
  await first.stop()
  const second = await temporaryQueue({ folder, clock: new FakeClock(first.clock.now() - YEAR) })
  const since = second.clock.now()
  await advanceUntil(second, 1_000, () => second.delivery.attempts.length > 0)
  expect(second.clock.now() - since).toBeLessThan(3 * MINUTE)
  await second.reaches(id, 'delivered')
})

it('when the clock goes a year ahead, what is too old by it gets one more try before it expires', async () => {
  const queue = await temporaryQueue()
  queue.delivery.script = () => '451 4.7.1 Later'
  const id = await queue.receive({ to: ['a@far.test'] })
  await queue.reaches(id, 'deferred')
  queue.delivery.script = () => '250 2.0.0 Taken'
  queue.clock.set(queue.clock.now() + YEAR)
  await advanceUntil(queue, 1_000, () => queue.delivery.attempts.length > 1)
  await queue.reaches(id, 'delivered')
})

describe('when the clock goes a year back, what was to end soon does not last for a year', () => {
  it('answers of DNS', async () => {
    const clock = new FakeClock()
    let asked = 0
    const resolver = {
      lookUp: async () => {
        asked += 1
        return { records: ['192.0.2.1'], authenticated: false, ttl: 60 }
      },
    } as unknown as DnsResolver
    const cache = new DnsCache(() => resolver, clock)
    await cache.lookUp('mx.far.test', 'A')
    await cache.lookUp('mx.far.test', 'A')
    expect(asked).toBe(1)
    clock.set(clock.now() - YEAR)
    await cache.lookUp('mx.far.test', 'A')
    expect(asked).toBe(2)
  })

  it('the turn of mail that found no connection', () => {
    const clock = new FakeClock()
    const windows = new RouteWindows(
      () => 1,
      () => false,
    )
    windows.returnAt('up', clock.now())
    clock.set(clock.now() - YEAR)
    expect(windows.returnAt('up', clock.now()) - clock.now()).toBeLessThan(MINUTE)
  })

  it('words about a disk that failed', () => {
    const clock = new FakeClock()
    const health = new StorageHealth(clock)
    health.failed(new Error('The disk is full.'))
    clock.set(clock.now() - YEAR)
    expect(health.problem()).toBeNull()
  })

  it('links to the console, and who signed in by one', () => {
    const clock = new FakeClock()
    const random = {
      next: Math.random,
      bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
    }
    const access = createAccess(clock, random)
    const link = access.createLinkToken()
    const session = access.signIn(access.token)
    clock.set(clock.now() - YEAR)
    expect(access.signIn(link)).toBeNull()
    expect(access.isSignedIn(session ?? '')).toBe(false)
  })
})

const missing =
  process.env.MAILROOM_FAULTS === 'long'
    ? libfaketime.missing
    : 'it takes a minute: npm run test:faults -- clock'
if (missing) console.log(`The real program with a clock that jumps is not tried: ${missing}.`)

it.skipIf(missing).each(['-365d', '-2h', '+2h', '+365d'])(
  'the real program, its clock set by %s: mail that waits is delivered once its host is up',
  async (jump) => {
    const folder = await temporaryFolder()
    const file = join(folder, 'clock')
    await writeFile(file, '+0\n')
    const port = await freePort()
    const mailroom = await MailroomProcess.start({ config: toHost(port), env: libfaketime.environment(file) })
    onTestFinished(() => mailroom.stop())
    await sendMail(mailroom.port())
    await waitFor('it to wait', async () => (await mailroom.queue())[0]?.state === 'deferred')
    await writeFile(file, `${jump}\n`)
    const peer = await ScriptedSmtpPeer.start({ port })
    // Half a minute until the jump is noticed, and one interval.
    await waitFor(
      'it to be delivered',
      async () => (await mailroom.queue())[0]?.state === 'delivered',
      55_000,
    )
    expect(peer.messages).toHaveLength(1)
    await sendMail(mailroom.port())
    await waitFor('what comes afterwards', () => peer.messages.length === 2)
  },
)

function toHost(port: number): ConfigInput {
  return {
    hostname: 'office.test',
    console: { port: 0 },
    listeners: [{ name: 'in', port: 0, tls: 'none', trustedNetworks: ['127.0.0.0/8'] }],
    routes: [{ name: 'up', kind: 'smarthost', host: '127.0.0.1', port, tls: 'never' }],
    rules: [{ name: 'all', match: {}, action: { kind: 'route', route: 'up' } }],
    retry: { schedule: ['15s'] },
  }
}

/** So long by the clock, in steps that leave time for what they bring about. */
async function pass({ clock }: TemporaryQueue, milliseconds: number): Promise<void> {
  const end = clock.now() + milliseconds
  await waitFor('time to pass', () => {
    clock.advance(1_000)
    return clock.now() >= end
  })
}

async function times(queue: TemporaryQueue): Promise<(readonly [id: string, at: number])[]> {
  const sort = { by: 'receivedAt', direction: 'ascending' } as const
  const { rows } = await queue.storage.listMessages({ filter: {}, sort, cursor: null, limit: 5_000, now: 0 })
  return rows.map(({ id, nextAttemptAt }) => [id, nextAttemptAt ?? Number.POSITIVE_INFINITY] as const)
}
