/** The state of the pretended engine, and what it says about itself. */
import type { AccountListing } from '../../../shared/contract/accounts.ts'
import type { DkimKeyView } from '../../../shared/contract/dkim.ts'
import type { Lock } from '../../../shared/contract/security.ts'
import type {
  Attention,
  EventBatch,
  ListenerStatus,
  RouteStatus,
  Status,
} from '../../../shared/contract/system.ts'
import { type Config, configSchema } from '../../../shared/domain/config.ts'
import { createEventHub, type EventHub } from './event-hub.ts'
import { createMemoryQueue, type MemoryQueue } from './memory-queue.ts'
import { type SampleSession, sampleSession } from './sample-sessions.ts'
import { sampleAccounts, sampleConfig, sampleDkim, sampleLocks } from './sample-setup.ts'

export interface MemoryEngine {
  config: Config
  accounts: AccountListing[]
  dkim: DkimKeyView[]
  locks: Lock[]
  /** What routes are said to be in, over what they are in by themselves. */
  readonly routeStates: Record<string, Partial<RouteStatus>>
  readonly queue: MemoryQueue
  readonly sessions: SampleSession[]
  /** Do sessions come and go by themselves (play-sessions.ts)? */
  isPlayed: boolean
  readonly pauses: { queue: boolean; routes: string[] }
  readonly events: EventHub<EventBatch>
  readonly now: () => number
  publish(change: Partial<Omit<EventBatch, 'seq'>>): void
  status(): Status
}

export interface MemoryEngineOptions {
  /** Messages to begin with; 0 also begins without configuration, as a first start does. */
  readonly messages: number
  readonly now?: () => number
}

export function createMemoryEngine({ messages, now = Date.now }: MemoryEngineOptions): MemoryEngine {
  const base = now()
  const first = messages === 0
  const queue = createMemoryQueue(messages, base)
  let seq = 0
  const engine: MemoryEngine = {
    config: first ? configSchema.parse({ hostname: 'desk-3.office.test' }) : sampleConfig(),
    accounts: first ? [] : sampleAccounts(base),
    dkim: first ? [] : sampleDkim(base),
    locks: first ? [] : sampleLocks(base),
    routeStates: {},
    queue,
    sessions: first
      ? []
      : Array.from({ length: 60 }, (_, index) => sampleSession(index, base, [queue.at(index % messages).id])),
    isPlayed: false,
    pauses: { queue: false, routes: [] },
    events: createEventHub<EventBatch>(),
    now,
    publish(change) {
      seq += 1
      engine.events.publish({
        seq,
        messages: [],
        removedMessages: [],
        sessions: [],
        operations: [],
        more: false,
        configuration: [],
        status: engine.status(),
        ...change,
      })
    },
    status: () => status(engine, base),
  }
  return engine
}

function status(engine: MemoryEngine, startedAt: number): Status {
  const idle = engine.queue.size === 0
  const curve = (minute: number) =>
    idle
      ? 0
      : Math.max(
          0,
          Math.round(
            4 + 3 * Math.sin(minute / 6) + 2 * Math.sin(minute / 2.3) - (minute > 40 && minute < 47 ? 5 : 0),
          ),
        )
  return {
    version: '0.1.0',
    hostname: engine.config.hostname ?? 'localhost',
    dataFolder: '/var/lib/mailroom',
    pid: 4711,
    startedAt: startedAt - 3 * 86_400_000,
    now: engine.now(),
    listeners: engine.config.listeners.map(listenerStatus),
    routes: engine.config.routes.map((route) => routeStatus(engine, route.name)),
    counts: engine.queue.counts({}),
    pauses: { queue: engine.pauses.queue, routes: [...engine.pauses.routes] },
    openSessions: engine.sessions.filter((session) => session.row.outcome === 'open').length,
    throughput: {
      acceptedPerMinute: Array.from({ length: 60 }, (_, minute) => curve(minute)),
      deliveredPerMinute: Array.from({ length: 60 }, (_, minute) =>
        Math.max(0, curve(minute - 1) - (minute % 3 === 0 ? 1 : 0)),
      ),
    },
    disk: { freeBytes: 48 * 1024 ** 3, low: false },
    attention: attention(engine),
  }
}

function listenerStatus(listener: Config['listeners'][number]): ListenerStatus {
  const failed = listener.port === 465
  return {
    name: listener.name,
    host: listener.host,
    port: listener.port,
    state: !listener.enabled ? 'disabled' : failed ? 'failed' : 'listening',
    problem:
      failed && listener.enabled
        ? `Port ${listener.port} is used by “postfix” (pid 812). Stop it, or use another port.`
        : null,
    proposedPort: failed && listener.enabled ? 2465 : null,
    connections: listener.name === 'lan' ? 1 : 0,
  }
}

function routeStatus(engine: MemoryEngine, name: string): RouteStatus {
  const now = engine.now()
  const failing = name === 'provider'
  return {
    name,
    paused: engine.pauses.routes.includes(name),
    waiting: failing ? engine.queue.counts({}).deferred : 0,
    lastSuccessAt:
      name === 'direct' || engine.queue.size === 0 ? null : now - (failing ? 22 * 60_000 : 95_000),
    lastFailureAt: failing && engine.queue.size > 0 ? now - 80_000 : null,
    lastFailure:
      failing && engine.queue.size > 0
        ? '535 5.7.139 Authentication unsuccessful, basic authentication is disabled.'
        : null,
    circuits:
      name === 'microsoft'
        ? [
            {
              host: 'smtp.office365.com:587',
              state: 'open',
              until: now + 48_000,
              reason: 'Connecting to smtp.office365.com:587 timed out.',
            },
            { host: 'smtp2.provider.example:587', state: 'closed', until: null, reason: null },
          ]
        : [],
    signIn:
      name === 'microsoft'
        ? { state: 'signed-in', username: 'relay@office.test', expiresAt: now + 41 * 60_000, text: null }
        : null,
    waitingFor: null,
    pacing: [],
    ...engine.routeStates[name],
  }
}

function attention(engine: MemoryEngine): Attention[] {
  const items: Attention[] = []
  if (engine.pauses.queue)
    items.push({
      kind: 'paused',
      severity: 'warning',
      text: 'Delivery is paused. Mail is accepted and waits.',
      subject: null,
    })
  if (engine.config.routes.length === 0)
    items.push({
      kind: 'no-route',
      severity: 'warning',
      text: 'There is no route yet: mail that arrives is held.',
      subject: null,
    })
  for (const listener of engine.config.listeners.map(listenerStatus))
    if (listener.problem)
      items.push({
        kind: 'listener-failed',
        severity: 'problem',
        text: `Listener “${listener.name}” does not run. ${listener.problem}`,
        subject: listener.name,
      })
  for (const route of engine.config.routes.map(({ name }) => routeStatus(engine, name)))
    if (route.lastFailure)
      items.push({
        kind: 'route-failing',
        severity: 'problem',
        text: `Mail by “${route.name}” waits: the sign-in was refused.`,
        subject: route.name,
      })
  const { held, failed } = engine.queue.counts({})
  if (held > 0)
    items.push({
      kind: 'held',
      severity: 'info',
      text: `${held} held ${held === 1 ? 'message waits' : 'messages wait'} for a decision.`,
      subject: null,
    })
  if (failed > 0)
    items.push({
      kind: 'failed',
      severity: 'info',
      text: `${failed} ${failed === 1 ? 'message' : 'messages'} could not be delivered.`,
      subject: null,
    })
  return items
}
