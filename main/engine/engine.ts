/** Starts and stops an engine on a data folder; engine-parts.ts says what it is made of. */
import { isDeepStrictEqual } from 'node:util'
import type { Route } from '../../shared/domain/route.ts'
import { finishRestore } from './backup/finish-restore.ts'
import { computerTime } from './computer-time.ts'
import { previewChange } from './config/effects/preview-change.ts'
import { tryDns } from './config/try-dns.ts'
import { testRoute } from './delivery/test-route.ts'
import { EngineError, notFound } from './engine-error.ts'
import { composeEngine, type EngineParts } from './engine-parts.ts'
import type { Ports } from './ports.ts'
import { changeRecipient } from './queue/operations/change-recipient.ts'
import { startRoute } from './queue/start-route.ts'
import type { Engine, EngineMode } from './running-engine.ts'
import { simulate } from './simulate/simulate.ts'
import { DamageNotices } from './status/damage-notices.ts'
import { StorageHealth } from './status/storage-health.ts'
import { stopInOrder } from './stop-in-order.ts'
import { openStorage } from './storage/open-storage.ts'
import type { Storage } from './storage/storage.ts'
import { streamRouteTest } from './stream-route-test.ts'
import { submitMessage } from './submit-message.ts'
import { keepRecentLog, type RecentLog } from './support/recent-log.ts'
import { createSupport } from './support/support.ts'

export interface EngineOptions {
  /** Absolute path of the data folder. */
  readonly folder: string
  readonly ports: Ports
  readonly version: string
  /** Replaces the stored configuration first, in the format of the configuration file. */
  readonly config?: unknown
  /** PEM certificates of authorities that are trusted like those of the system, by mail and by sign-ins. */
  readonly furtherRoots?: readonly string[]
  /** Default: serve. */
  readonly mode?: EngineMode
  /** The store broke down: the engine cannot go on and has to be started again. */
  readonly onFailure?: (error: Error) => void
  /** A restore waits for the next start, which the host should bring about soon: see backup/finish-restore.ts. */
  readonly onRestart?: () => void
}

/**
 * Opens the data folder and starts everything on it.
 * @throws EngineError INVALID for a configuration that is not accepted; what openStorage throws
 */
export async function startEngine(given: EngineOptions): Promise<Engine> {
  const recent = keepRecentLog(given.ports.logger, given.ports.clock)
  const options = { ...given, ports: { ...given.ports, logger: recent.logger } }
  const storageHealth = new StorageHealth(options.ports.clock)
  const restoreProblem = await finishRestore({ folder: options.folder, ...options.ports })
  const damage = new DamageNotices(options.folder, recent.logger)
  const storage = await openStore(options, storageHealth, damage)
  try {
    const parts = await composeEngine(options, storage, { storageHealth, damage, restoreProblem })
    const stopSessionLog = options.mode === 'offline' ? () => {} : await startParts(parts)
    // Nothing listens that would have to wait, and the process may end at once.
    if (options.mode === 'offline') await parts.backups.tidyUp()
    return toEngine(options, parts, stopSessionLog, recent)
  } catch (error) {
    await storage.close()
    throw error
  }
}

function openStore(
  { folder, ports: { clock, logger }, onFailure }: EngineOptions,
  health: StorageHealth,
  damage: DamageNotices,
): Promise<Storage> {
  return openStorage({
    folder,
    now: () => clock.now(),
    onRecovery: (reason, report) => damage.recovery(reason, report),
    onBodiesLost: (messages) => damage.bodiesLost(messages),
    onFailure(error) {
      logger.error('The store broke down; the engine has to be started again.', { error })
      onFailure?.(error)
    },
    onWriteFailure(error) {
      if (health.failed(error)) logger.error('Something could not be stored.', { error })
    },
    onTrouble: (error) => logger.warn('The store had trouble that does no harm to mail.', { error }),
  })
}

/** The queue first, so that mail that comes in finds it at work. Answers what stops the session log. */
async function startParts({
  sessions,
  queue,
  operations,
  retention,
  inbound,
  limits,
  config,
  ports,
  signIns,
  statistics,
  backups,
  backupSchedule,
  storeCheck,
}: EngineParts): Promise<() => void> {
  const stopSessionLog = sessions.start()
  signIns.start()
  await queue.start()
  await operations.start()
  await limits.start()
  retention.start()
  statistics.start()
  await inbound.start(config.current())
  // Not awaited: packing what a restore replaced takes its time, and mail need not wait for it.
  void backups.tidyUp()
  backupSchedule.start()
  storeCheck.start()
  // Listeners follow the configuration, one change after another, while the others keep running.
  config.onChange((next) => {
    inbound.apply(next).catch((error: unknown) => {
      ports.logger.error('The listeners could not follow the new configuration.', { error })
    })
  })
  return stopSessionLog
}

function toEngine(
  options: EngineOptions,
  parts: EngineParts,
  stopSessionLog: () => void,
  recent: RecentLog,
): Engine {
  const { folder, mode = 'serve' } = options
  const { clock, logger } = parts.ports
  const { storage, config, accounts, limits, dkim, queue, sessions, hub, newId } = parts
  let stopped: Promise<void> | null = null
  return {
    mode,
    folder,
    logger,
    storage,
    config,
    accounts,
    limits,
    dkim,
    reader: parts.reader,
    queue,
    operations: parts.operations,
    changeRecipient: (change, actor) =>
      changeRecipient({ storage, hands: parts.hands, clock, config }, change, actor),
    sessions,
    signIns: parts.signIns,
    statistics: parts.statistics,
    backups: parts.backups,
    support: createSupport(options.version, { folder, config, accounts, status: parts.status }, recent),
    now: () => clock.now(),
    status: parts.status,
    watch: (signal) => hub.watch(signal),
    certificate: () => (mode === 'serve' ? parts.inbound.certificate() : Promise.reject(notRunning())),
    lookUp: (name, servers) => tryDns(parts.ports, name, servers),
    previewChange: (change) => previewChange({ ...parts, clock, serves: mode === 'serve' }, change),
    testRoute(route, domain, signal) {
      if (mode !== 'serve') throw notRunning()
      return tryRoute(parts, route, domain, signal)
    },
    closeCircuits(route) {
      if (!config.current().routes.some(({ name }) => name === route)) throw notFound('route', route)
      parts.delivery.closeCircuits(route)
    },
    submit: (message) =>
      submitMessage(message, {
        clock,
        storage,
        queue,
        newId,
        hostname: () => config.current().hostname,
        config: () => config.current(),
      }),
    simulate: (input) =>
      simulate(
        {
          config: config.current(),
          accounts,
          limits,
          storage,
          pauses: queue.pauses(),
          blocked: (route) => parts.delivery.blocked(route),
          localTimeOf: computerTime,
          now: clock.now(),
        },
        input,
      ),
    startRoute(route, domain, actor) {
      if (mode !== 'serve') throw notRunning()
      return startRoute({ config, queue, storage, clock }, route, domain, actor)
    },
    stop() {
      stopped ??= stopInOrder({ ...parts, clock, logger, stopSessionLog })
      return stopped
    },
  }
}

function tryRoute(parts: EngineParts, route: Route, domain: string | null, signal: AbortSignal) {
  const { config, delivery, ports, dns, sessionEnvironment, sessions, signIns } = parts
  const given =
    route.kind === 'smarthost' && route.auth?.kind === 'password' ? route.auth.password : undefined
  const test = {
    environment: { ...sessionEnvironment, sessions },
    hostname: config.current().hostname,
    dns: dns(),
    random: ports.random,
    password: async () => given ?? config.routePassword(route.name),
    tokens: () => signIns.draftTokens(route),
  }
  const named = domain === null ? test : { ...test, domain }
  return streamRouteTest(async (onLine, stop) => {
    const verdict = await testRoute(route, { ...named, signal: stop }, onLine)
    const isSaved = config.current().routes.some((saved) => isDeepStrictEqual(saved, route))
    // What was mended at the provider: the mail need not wait for the end of a pause.
    if (verdict.ok && isSaved) delivery.closeCircuits(route.name)
    return verdict
  }, signal)
}

function notRunning(): EngineError {
  return new EngineError(
    'UNAVAILABLE',
    'The mail engine is not running: start it with "mailroom serve" or open Mailroom.',
  )
}
