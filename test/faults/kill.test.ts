/** kill -9 at random moments under load: nothing that was answered 250 is lost, and what was done is not done again. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { type ReceivedMessage, ScriptedSmtpPeer } from '../support/scripted-smtp-peer.ts'
import { waitFor } from '../support/wait-for.ts'
import { faultChance } from './support/fault-chance.ts'
import { faultRounds } from './support/fault-rounds.ts'
import { MailLoad } from './support/mail-load.ts'
import { lookAtStore } from './support/store-snapshot.ts'
import { TornMailroom } from './support/torn-mailroom.ts'

const ROUNDS = faultRounds({ short: 4, long: 60 })

/** A kill, as seen from the next hop and the store. */
interface Kill {
  /** Connections that the next hop had seen until then. */
  readonly connections: number
  readonly inFlight: ReadonlySet<string>
}

test(`${ROUNDS} kills at random moments under load: 0 lost, and twice at most what was in flight`, async () => {
  const chance = faultChance('kills')
  const hop = await ScriptedSmtpPeer.start()
  const mailroom = await TornMailroom.start({
    config: {
      routes: [{ name: 'hop', kind: 'smarthost', host: '127.0.0.1', port: hop.port, tls: 'never' }],
      rules: [{ name: 'all', action: { kind: 'route', route: 'hop' } }],
    },
  })
  // Every tenth body is large enough for a file of its own.
  const load = new MailLoad({
    port: mailroom.port,
    clients: 8,
    sizeOf: (number) => (number % 10 === 0 ? 200_000 : 2_000),
  })
  onTestFinished(() => load.stop())
  const kills: Kill[] = []
  for (let round = 0; round < ROUNDS; round++) {
    load.start()
    await load.more(1)
    await sleep(chance.between(0, 400))
    await mailroom.kill()
    load.stop()
    const { violations, inFlight } = await lookAtStore(mailroom.data)
    expect(violations).toEqual([])
    kills.push({ connections: hop.connections, inFlight })
    if (chance.next() < 0.25) await mailroom.killWhileStarting(chance.between(20, 600))
    await mailroom.live()
  }

  const missing = () => {
    const arrived = new Set(hop.messages.map(subjectOf))
    return [...load.acknowledged].filter((subject) => !arrived.has(subject))
  }
  await waitFor('all mail to be delivered', () => mailroom.isEmpty(), 120_000)
  await mailroom.kill()
  const { violations, open } = await lookAtStore(mailroom.data)

  const twice = repeated(hop.messages)
  console.log(
    `kills: ${ROUNDS}, answered 250: ${load.acknowledged.size}, lost: ${missing().length}, ` +
      `delivered twice: ${twice.length}, in flight at the kills: ${kills.reduce((sum, { inFlight }) => sum + inFlight.size, 0)}`,
  )
  expect(missing()).toEqual([])
  expect(violations).toEqual([])
  expect([...open]).toEqual([])
  expect(twice.filter((arrivals) => !wereInFlight(arrivals, kills))).toEqual([])
})

interface Arrivals {
  readonly subject: string
  /** Numbers of the connections on which it came. */
  readonly connections: readonly number[]
}

function repeated(messages: readonly ReceivedMessage[]): Arrivals[] {
  const connections = new Map<string, number[]>()
  for (const message of messages) {
    const subject = subjectOf(message)
    connections.set(subject, [...(connections.get(subject) ?? []), message.connection])
  }
  return [...connections]
    .map(([subject, numbers]) => ({ subject, connections: numbers }))
    .filter((arrivals) => arrivals.connections.length > 1)
}

/** Between two arrivals lies a kill, at which the store knew of no result of the first. */
function wereInFlight({ subject, connections }: Arrivals, kills: readonly Kill[]): boolean {
  return connections.slice(1).every((later, index) => {
    const earlier = connections[index] ?? 0
    return kills.some(
      (kill) => earlier <= kill.connections && kill.connections < later && kill.inFlight.has(subject),
    )
  })
}

function subjectOf({ content }: ReceivedMessage): string {
  return /^Subject: (.*)\r$/m.exec(content)?.[1] ?? 'no subject'
}
