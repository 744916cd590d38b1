/**
 * Ends Mailroom again and again while clients send and a next hop takes, and counts: nothing that was answered 250 is
 * lost, and twice arrives at most what was in flight at an end.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished } from 'vitest'
import { type ReceivedMessage, ScriptedSmtpPeer } from '../../support/scripted-smtp-peer.ts'
import { waitFor } from '../../support/wait-for.ts'
import { type FaultChance, faultChance } from './fault-chance.ts'
import { MailLoad } from './mail-load.ts'
import { lookAtStore } from './store-snapshot.ts'
import { TornMailroom, type TornOptions } from './torn-mailroom.ts'

export interface Tearing {
  readonly what: string
  readonly rounds: number
  readonly env?: NodeJS.ProcessEnv
  /** Before the first round; Mailroom runs. */
  readonly prepare?: (mailroom: TornMailroom) => Promise<void>
  /** Ends it under load, and resolves when it is dead. */
  readonly end: (mailroom: TornMailroom, chance: FaultChance) => Promise<void>
  /** Starts it again; `ended` is called where it was ended once more on the way. */
  readonly live: (mailroom: TornMailroom, chance: FaultChance, ended: () => Promise<void>) => Promise<void>
  /** After the last round: now `mailroom` itself has to run. */
  readonly finish?: (mailroom: TornMailroom) => Promise<void>
}

/** An end, as seen from the next hop and the store. */
interface End {
  /** Connections that the next hop had seen until then. */
  readonly connections: number
  readonly inFlight: ReadonlySet<string>
}

export async function tearUnderLoad(tearing: Tearing): Promise<void> {
  const { what, rounds } = tearing
  const chance = faultChance(what)
  const hop = await ScriptedSmtpPeer.start()
  const mailroom = await TornMailroom.start(optionsFor(hop, tearing.env))
  await tearing.prepare?.(mailroom)
  // Every tenth body is large enough for a file of its own.
  const sizeOf = (number: number) => (number % 10 === 0 ? 200_000 : 2_000)
  const load = new MailLoad({ port: mailroom.port, clients: 8, sizeOf })
  onTestFinished(() => load.stop())
  const ends: End[] = []
  const ended = async () => {
    const { violations, inFlight } = await lookAtStore(mailroom.data)
    expect(violations).toEqual([])
    ends.push({ connections: hop.connections, inFlight })
  }
  for (let round = 0; round < rounds; round++) {
    load.start()
    await load.more(1)
    await sleep(chance.between(0, 400))
    await tearing.end(mailroom, chance)
    load.stop()
    await ended()
    await tearing.live(mailroom, chance, ended)
  }
  await tearing.finish?.(mailroom)
  await waitFor('all mail to be delivered', () => mailroom.isEmpty(), 120_000)
  await mailroom.kill()
  await count({ what, ends, hop, load, data: mailroom.data })
}

interface Counted {
  readonly what: string
  readonly ends: readonly End[]
  readonly hop: ScriptedSmtpPeer
  readonly load: MailLoad
  readonly data: string
}

async function count({ what, ends, hop, load, data }: Counted): Promise<void> {
  const arrived = new Set(hop.messages.map(subjectOf))
  const lost = [...load.acknowledged].filter((subject) => !arrived.has(subject))
  const twice = repeated(hop.messages)
  console.log(
    `${what}: ${ends.length}, answered 250: ${load.acknowledged.size}, lost: ${lost.length}, delivered twice: ${twice.length}`,
  )
  const { violations, open } = await lookAtStore(data)
  expect(lost).toEqual([])
  expect(violations).toEqual([])
  expect([...open]).toEqual([])
  expect(twice.filter((arrivals) => !wereInFlight(arrivals, ends))).toEqual([])
}

function optionsFor(hop: ScriptedSmtpPeer, env: NodeJS.ProcessEnv = {}): TornOptions {
  return {
    env,
    config: {
      routes: [{ name: 'hop', kind: 'smarthost', host: '127.0.0.1', port: hop.port, tls: 'never' }],
      rules: [{ name: 'all', action: { kind: 'route', route: 'hop' } }],
    },
  }
}

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

/** Between two arrivals lies an end, at which the store knew of no result of the first. */
function wereInFlight({ subject, connections }: Arrivals, ends: readonly End[]): boolean {
  return connections.slice(1).every((later, index) => {
    const earlier = connections[index] ?? 0
    return ends.some(
      (end) => earlier <= end.connections && end.connections < later && end.inFlight.has(subject),
    )
  })
}

function subjectOf({ content }: ReceivedMessage): string {
  return /^Subject: (.*)\r$/m.exec(content)?.[1] ?? 'no subject'
}
