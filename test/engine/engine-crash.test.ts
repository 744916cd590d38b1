import { createTransport } from 'nodemailer'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { MailroomProcess } from '../support/mailroom-process.ts'
import { NextHop } from '../support/next-hop.ts'
import { TEST_LISTENER } from '../support/temporary-engine.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitFor } from '../support/wait-for.ts'

/** Connections of the route: so many transactions can be in flight when the end comes. */
const IN_FLIGHT = 4
const SENDERS = 6

test('killed in the middle of a burst, every message that was answered 250 arrives, and only those in flight twice', {
  timeout: 120_000,
}, async () => {
  const hop = await NextHop.start()
  // Half of the mail goes to a hop that is down until after the crash, so that there is surely something to lose.
  const laterPort = await freePort()
  const data = await temporaryFolder()
  const first = await MailroomProcess.start({
    data,
    config: {
      hostname: 'relay.office.test',
      console: { port: 0 },
      listeners: [TEST_LISTENER],
      routes: [
        {
          name: 'provider',
          kind: 'smarthost',
          host: '127.0.0.1',
          port: hop.port,
          tls: 'never',
          maxConnections: IN_FLIGHT,
          maxConnectionsPerHost: IN_FLIGHT,
        },
        { name: 'later', kind: 'smarthost', host: '127.0.0.1', port: laterPort, tls: 'never' },
      ],
      rules: [
        {
          name: 'later',
          match: { recipientDomains: ['later.test'] },
          action: { kind: 'route', route: 'later' },
        },
        { name: 'rest', action: { kind: 'route', route: 'provider' } },
      ],
    },
  })
  const accepted = await burst(first, () => hop.arrived.length > 100)
  expect(accepted.size).toBeGreaterThan(100)

  expect(hop.arrived.length).toBeLessThan(accepted.size)

  const second = await MailroomProcess.start({ data })
  onTestFinished(() => second.stop())
  const later = await NextHop.start({ port: laterPort })
  const arrivals = () => {
    const counts = new Map<string, number>()
    for (const { content } of [...hop.arrived, ...later.arrived]) {
      const key = /^Subject: (\S+)\r?$/m.exec(content)?.[1] ?? ''
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    return counts
  }
  await waitFor(
    'an empty queue',
    async () => {
      const selection = { kind: 'filter', filter: { states: ['deferred'] } }
      await second.call('POST', '/queue/operations', { operation: 'send-now', selection })
      const { counts } = await second.call<{ counts: Record<string, number> }>('GET', '/status')
      return (counts.queued ?? 0) + (counts.active ?? 0) + (counts.deferred ?? 0) === 0
    },
    60_000,
  )
  expect([...accepted].filter((key) => !arrivals().has(key))).toEqual([])
  const twice = [...arrivals().values()].reduce((sum, count) => sum + count - 1, 0)
  expect(twice).toBeLessThanOrEqual(IN_FLIGHT)
})

/** Sends until `enough`, then kills; answers the subjects that got a 250. */
async function burst(mailroom: MailroomProcess, enough: () => boolean): Promise<ReadonlySet<string>> {
  const accepted = new Set<string>()
  let dead = false
  const sender = async (number: number): Promise<void> => {
    const transport = createTransport({
      host: '127.0.0.1',
      port: mailroom.port(),
      pool: true,
      maxConnections: 1,
      ignoreTLS: true,
    })
    for (let count = 0; !dead; count += 1) {
      const subject = `s${number}-${count}`
      try {
        await transport.sendMail({
          from: 'a@office.test',
          to: count % 2 === 0 ? 'b@far.test' : 'b@later.test',
          subject,
          text: 'x'.repeat(2_000),
        })
        accepted.add(subject)
      } catch {
        break
      }
    }
    transport.close()
  }
  const senders = Array.from({ length: SENDERS }, (_, number) => sender(number))
  await waitFor('the middle of the burst', enough)
  await mailroom.kill()
  dead = true
  await Promise.all(senders)
  return accepted
}
