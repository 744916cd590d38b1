import type { Attention, ListenerStatus, Status } from '../../../shared/contract/system.ts'
import type { Route } from '../../../shared/domain/route.ts'
import type { Backups } from '../backup/backups.ts'
import type { AccountStore } from '../config/account-store.ts'
import type { ConfigSource, EngineConfig } from '../config/config-source.ts'
import type { Delivery } from '../delivery/delivery.ts'
import type { Inbound } from '../inbound/inbound.ts'
import type { InboundLimits } from '../inbound/limits/inbound-limits.ts'
import type { SignIns } from '../oauth/sign-ins.ts'
import type { Ports } from '../ports.ts'
import { waitsForEtrn } from '../queue/choose-route.ts'
import type { QueueService } from '../queue/queue-service.ts'
import type { EngineMode } from '../running-engine.ts'
import type { SessionLog } from '../sessions/session-log.ts'
import type { Statistics } from '../statistics/statistics.ts'
import type { Storage } from '../storage/storage.ts'
import type { DamageNotices } from './damage-notices.ts'
import { expectedDevices } from './expected-devices.ts'
import { findAttention } from './find-attention.ts'
import type { QueueMeter } from './queue-meter.ts'
import type { LimitedAccount } from './senders-attention.ts'
import type { StorageHealth } from './storage-health.ts'
import type { StuckWatch } from './stuck-watch.ts'

export interface StatusSources {
  readonly version: string
  readonly folder: string
  readonly mode: EngineMode
  readonly startedAt: number
  readonly ports: Pick<Ports, 'clock' | 'freeDiskBytes'>
  readonly storage: Pick<Storage, 'countMessages' | 'waitingByRoute' | 'countDoubleBounces'>
  readonly config: Pick<ConfigSource, 'current'>
  readonly queue: Pick<QueueService, 'pauses'>
  readonly inbound: Pick<Inbound, 'statuses' | 'certificate' | 'disk' | 'sharedAddresses'>
  readonly sessions: Pick<SessionLog, 'live'>
  readonly meter: QueueMeter
  readonly statistics: Pick<Statistics, 'networksSeen'>
  readonly stuckWatch: StuckWatch
  readonly storageHealth: StorageHealth
  readonly damage: Pick<DamageNotices, 'attention'>
  readonly accounts: Pick<AccountStore, 'list'>
  readonly limits: InboundLimits
  readonly backups: Pick<Backups, 'problem'>
  readonly signIns: Pick<SignIns, 'status'>
  readonly delivery: Pick<Delivery, 'blocked' | 'circuits' | 'pacing'>
}

/** Everything that a person wants to know at a glance, gathered anew. */
export async function collectStatus(sources: StatusSources): Promise<Status> {
  const { storage, meter, mode, inbound } = sources
  const [counts, waiting, doubleBounces, disk, certificateProblem] = await Promise.all([
    storage.countMessages({}),
    storage.waitingByRoute(),
    storage.countDoubleBounces(),
    readDisk(sources),
    findCertificateProblem(sources),
  ])
  const config = sources.config.current()
  const pauses = sources.queue.pauses()
  const listeners = mode === 'serve' ? inbound.statuses() : config.listeners.map(notRunning)
  const routes = config.routes.map((route) => ({
    name: route.name,
    paused: pauses.routes.includes(route.name),
    waiting: waiting[route.name] ?? 0,
    ...meter.health.of(route.name),
    circuits: sources.delivery.circuits(route),
    signIn: sources.signIns.status(route.name),
    waitingFor: waitingFor(sources, route),
    pacing: sources.delivery.pacing(route),
  }))
  const situation = {
    counts,
    pauses,
    doubleBounces,
    disk,
    listeners,
    routes,
    rules: config.rules,
    damage: await sources.damage.attention(),
    storageProblem: sources.storageHealth.problem(),
    certificateProblem,
    backupProblem: sources.backups.problem(),
    locks: sources.limits.signIns.locks(),
    limited: limitedAccounts(sources),
    stuck: mode === 'serve' ? await findStuck(sources, { counts, pauses, routes }) : [],
    expected: mode === 'serve' ? await expectedDevices(sources) : [],
    shared: mode === 'serve' ? inbound.sharedAddresses() : [],
    now: sources.ports.clock.now(),
    startedAt: sources.startedAt,
  }
  return {
    version: sources.version,
    hostname: config.hostname,
    dataFolder: sources.folder,
    pid: process.pid,
    startedAt: sources.startedAt,
    now: sources.ports.clock.now(),
    listeners,
    routes,
    counts,
    pauses,
    openSessions: sources.sessions.live().filter((row) => row.outcome === 'open').length,
    throughput: {
      acceptedPerMinute: meter.acceptedMessages.perMinute(),
      deliveredPerMinute: meter.deliveredRecipients.perMinute(),
    },
    disk,
    attention: findAttention(situation),
  }
}

function findStuck(
  { stuckWatch, meter }: StatusSources,
  { counts, pauses, routes }: Pick<Status, 'counts' | 'pauses' | 'routes'>,
): Promise<Attention[]> {
  const waiting = counts.queued + counts.deferred
  return stuckWatch.look({ routes, paused: pauses.queue, waiting, lastOutcomeAt: meter.lastOutcomeAt })
}

function limitedAccounts({ accounts, limits }: StatusSources): LimitedAccount[] {
  return accounts.list().flatMap(({ username, limits: own }) => {
    const reached = limits.sending.reached({ kind: 'account', username, limits: own })
    return reached === null ? [] : [{ username, reached }]
  })
}

function waitingFor({ delivery }: StatusSources, route: Route): string | null {
  const block = delivery.blocked(route)
  if (block) return block.text
  return waitsForEtrn(route) ? 'Mail waits until it is asked for with ETRN.' : null
}

/** Where the system does not tell, there is as much as a number can say: JSON has no infinity. */
async function readDisk({ mode, inbound, ports, folder }: StatusSources): Promise<Status['disk']> {
  const { freeBytes, low } =
    mode === 'serve' ? inbound.disk() : { freeBytes: await ports.freeDiskBytes(folder), low: false }
  return { freeBytes: Math.min(freeBytes, Number.MAX_SAFE_INTEGER), low }
}

async function findCertificateProblem({ mode, inbound }: StatusSources): Promise<string | null> {
  if (mode === 'offline') return null
  try {
    return (await inbound.certificate()).problem
  } catch (error) {
    return `The certificate of the listeners cannot be used: ${error instanceof Error ? error.message : String(error)}`
  }
}

function notRunning({ name, host, port }: EngineConfig['listeners'][number]): ListenerStatus {
  return { name, host, port, state: 'disabled', problem: null, proposedPort: null, connections: 0 }
}
