import type { CertificateInfo } from '../../../shared/contract/setup.ts'
import type { ListenerStatus, Status } from '../../../shared/contract/system.ts'
import type { EngineConfig } from '../config/config-source.ts'
import type { Storage } from '../storage/storage.ts'
import { findAttention } from './find-attention.ts'
import type { RouteHealthLog } from './route-health.ts'
import type { Throughput } from './throughput.ts'

export interface StatusSources {
  readonly version: string
  readonly folder: string
  readonly startedAt: number
  readonly now: () => number
  readonly config: () => EngineConfig
  readonly storage: Pick<Storage, 'countMessages' | 'waitingByRoute'>
  readonly pauses: () => Status['pauses']
  readonly listeners: () => ListenerStatus[]
  readonly disk: () => Promise<{ readonly freeBytes: number; readonly low: boolean }>
  /** null where it is not known. */
  readonly certificate: () => Promise<CertificateInfo | null>
  readonly openSessions: () => number
  readonly accepted: Throughput
  readonly delivered: Throughput
  readonly health: RouteHealthLog
}

/** Everything that a person wants to know at a glance, gathered anew. */
export async function collectStatus(sources: StatusSources): Promise<Status> {
  const { storage } = sources
  const [counts, waiting, disk, certificate] = await Promise.all([
    storage.countMessages({}),
    storage.waitingByRoute(),
    sources.disk(),
    sources.certificate(),
  ])
  const config = sources.config()
  const pauses = sources.pauses()
  const listeners = sources.listeners()
  const routes = config.routes.map(({ name }) => ({
    name,
    paused: pauses.routes.includes(name),
    waiting: waiting[name] ?? 0,
    ...sources.health.of(name),
  }))
  const situation = { counts, pauses, disk, listeners, routes, rules: config.rules }
  return {
    version: sources.version,
    hostname: config.hostname,
    dataFolder: sources.folder,
    pid: process.pid,
    startedAt: sources.startedAt,
    now: sources.now(),
    listeners,
    routes,
    counts,
    pauses,
    openSessions: sources.openSessions(),
    throughput: {
      acceptedPerMinute: sources.accepted.perMinute(),
      deliveredPerMinute: sources.delivered.perMinute(),
    },
    disk: { ...disk, freeBytes: Math.min(disk.freeBytes, Number.MAX_SAFE_INTEGER) },
    attention: findAttention({ ...situation, certificateProblem: certificate?.problem ?? null }),
  }
}
