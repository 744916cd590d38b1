/** "What would it do?": gathers what is so just now, and has the effects of a change described. Changes nothing. */
import { isDeepStrictEqual } from 'node:util'
import type { ConfigurationChange, Effect } from '../../../../shared/contract/configuration.ts'
import type { CertificateInfo } from '../../../../shared/contract/settings.ts'
import { parseByteSize } from '../../../../shared/domain/byte-size.ts'
import type { Config, Listener, Retention } from '../../../../shared/domain/config.ts'
import { parseDuration } from '../../../../shared/domain/duration.ts'
import type { Backups } from '../../backup/backups.ts'
import { computerTime } from '../../computer-time.ts'
import type { Inbound } from '../../inbound/inbound.ts'
import { probePort } from '../../inbound/ports/probe-port.ts'
import type { Clock } from '../../ports.ts'
import type { QueueService } from '../../queue/queue-service.ts'
import type { Storage } from '../../storage/storage.ts'
import type { AccountStore } from '../account-store.ts'
import type { ConfigStore } from '../config-store.ts'
import { takeSecrets } from '../configuration-secrets.ts'
import { mendedRoutes } from '../mended-routes.ts'
import { applyChange } from './apply-change.ts'
import { describeEffects } from './describe-effects.ts'
import type { ConfigPair, EffectFacts, Rerouting } from './effect-facts.ts'
import { sampleRerouting } from './sample-rerouting.ts'

export interface PreviewParts {
  readonly config: Pick<ConfigStore, 'bare'>
  readonly accounts: Pick<AccountStore, 'list'>
  readonly storage: Storage
  readonly queue: Pick<QueueService, 'pauses'>
  readonly inbound: Pick<Inbound, 'statuses' | 'certificate'>
  readonly backups: Pick<Backups, 'list'>
  readonly clock: Clock
  /** Whether listeners are open: an engine that only looks into a folder has none. */
  readonly serves: boolean
}

/** Messages that are asked about. */
const SAMPLE = 1_000

/** Rejects with what applyChange throws. */
export async function previewChange(parts: PreviewParts, change: ConfigurationChange): Promise<Effect[]> {
  const before = parts.config.bare()
  const edited = applyChange(before, change)
  const { bare, plain } = takeSecrets(edited)
  const after = { ...bare, accounts: edited.accounts }
  if (change.kind !== 'document' && isDeepStrictEqual(before, bare) && plain.size === 0) return []
  const facts = await gather(parts, { before, after }, plain)
  const accounts =
    change.kind === 'document'
      ? {
          before: parts.accounts.list().map(({ username }) => username),
          after: edited.accounts.map(({ username }) => username),
        }
      : null
  return describeEffects({ before, after }, { ...facts, accounts })
}

async function gather(
  parts: PreviewParts,
  pair: ConfigPair,
  plain: ReadonlyMap<string, string>,
): Promise<Omit<EffectFacts, 'accounts'>> {
  const { storage, serves } = parts
  const { before, after } = pair
  const differs = (section: keyof Config) => !isDeepStrictEqual(before[section], after[section])
  const touchesRoutes = differs('routes') || differs('rules')
  const [waiting, heldWithoutRoute, certificate, pastExpiry, removed, rerouting, portProblems] =
    await Promise.all([
      storage.waitingByRoute(),
      touchesRoutes ? countHeldWithoutRoute(storage) : 0,
      serves ? certificateOf(parts) : null,
      differs('retry') ? countPastExpiry(parts, after) : 0,
      differs('retention') ? countRemoved(parts, before.retention, after.retention) : NOTHING,
      touchesRoutes ? sample(storage, pair) : null,
      serves && differs('listeners') ? findPortProblems(parts, pair) : new Map<string, string>(),
    ])
  return {
    listeners: serves ? parts.inbound.statuses() : [],
    portProblems,
    mended: mendedBy(pair, plain),
    pausedRoutes: parts.queue.pauses().routes,
    waiting,
    heldWithoutRoute,
    certificate,
    pastExpiry,
    removed,
    scheduledBackups: differs('backups') ? await countScheduled(parts) : 0,
    rerouting,
  }
}

/** New secrets count as another way in; those that are left out stay. */
function mendedBy({ before, after }: ConfigPair, plain: ReadonlyMap<string, string>): string[] {
  const old = { version: 1 as const, config: before, secrets: {} }
  return mendedRoutes(old, { version: 1, config: after, secrets: Object.fromEntries(plain) })
}

async function countHeldWithoutRoute(storage: Storage): Promise<number> {
  return (await storage.countMessages({ holds: ['no-route'] })).held
}

async function certificateOf({ inbound }: PreviewParts): Promise<CertificateInfo | null> {
  return inbound.certificate().catch(() => null)
}

async function countPastExpiry({ storage, clock }: PreviewParts, { retry }: Config): Promise<number> {
  const receivedBefore = clock.now() - parseDuration(retry.expireAfter)
  const { queued, deferred } = await storage.countMessages({ states: ['queued', 'deferred'], receivedBefore })
  return queued + deferred
}

const NOTHING = { histories: 0, bodies: 0, sessions: 0 }

/** What is past the retention of now goes by itself within the hour: it is no effect of the change. */
async function countRemoved(
  { storage, clock }: PreviewParts,
  before: Retention,
  after: Retention,
): Promise<EffectFacts['removed']> {
  const [old, next] = await Promise.all(
    [before, after].map((retention) => storage.countExpiring(boundsOf(retention, clock.now()))),
  )
  if (!old || !next) return NOTHING
  return {
    histories: Math.max(0, next.histories - old.histories),
    bodies: Math.max(0, next.bodies - old.bodies),
    sessions: Math.max(0, next.sessions - old.sessions),
  }
}

function boundsOf({ history, bodies, sessions }: Retention, now: number) {
  return {
    historyBefore: now - parseDuration(history),
    bodiesBefore: now - parseDuration(bodies),
    sessions: {
      before: now - parseDuration(sessions.age),
      maxCount: sessions.count,
      maxBytes: parseByteSize(sessions.size),
    },
  }
}

async function sample(storage: Storage, pair: ConfigPair): Promise<Rerouting> {
  const states = ['queued' as const, 'deferred' as const]
  const [{ rows }, counts] = await Promise.all([
    storage.listMessages({
      filter: { states },
      sort: { by: 'receivedAt', direction: 'descending' },
      cursor: null,
      limit: SAMPLE,
      now: 0,
    }),
    storage.countMessages({ states }),
  ])
  const details = await Promise.all(rows.map(({ id }) => storage.getMessage(id)))
  const found = details.filter((detail) => detail !== null)
  return {
    sampled: found.length,
    waiting: Math.max(found.length, counts.queued + counts.deferred),
    moves: sampleRerouting(pair, found, computerTime),
  }
}

/** Ports that Mailroom holds itself are given back first. */
async function findPortProblems(
  { inbound }: PreviewParts,
  { before, after }: ConfigPair,
): Promise<Map<string, string>> {
  const own = new Set(inbound.statuses().flatMap(({ state, port }) => (state === 'listening' ? [port] : [])))
  const isNew = (listener: Listener) =>
    !before.listeners.some((old) => old.enabled && old.host === listener.host && old.port === listener.port)
  const asked = after.listeners.filter(
    (listener) => listener.enabled && listener.port !== 0 && isNew(listener) && !own.has(listener.port),
  )
  const problems = await Promise.all(
    asked.map(async ({ name, host, port }) => [name, await probePort(host, port)] as const),
  )
  return new Map(problems.flatMap(([name, problem]) => (problem === null ? [] : [[name, problem]])))
}

async function countScheduled({ backups }: PreviewParts): Promise<number> {
  return (await backups.list()).filter(({ reason }) => reason === 'scheduled').length
}
