/** The composition root: which part knows which, in what order they start and stop. */
import { hostname } from 'node:os'
import { createIdSource, type SessionId } from '../../shared/domain/id.ts'
import type { Route } from '../../shared/domain/route.ts'
import { createAccountStore } from './config/account-store.ts'
import { createConfigStore } from './config/config-store.ts'
import { importConfiguration } from './config/import-configuration.ts'
import { createDelivery, createSessionEnvironment } from './delivery/delivery.ts'
import { testRoute } from './delivery/test-route.ts'
import { EngineError } from './engine-error.ts'
import { createInbound } from './inbound/create-inbound.ts'
import type { Inbound } from './inbound/inbound.ts'
import { hashPassword } from './inbound/password-hash.ts'
import type { Ports } from './ports.ts'
import { createOfflineQueue } from './queue/offline-queue.ts'
import type { QueueChanges, QueueService } from './queue/queue-service.ts'
import { Retention } from './queue/retention.ts'
import { Scheduler } from './queue/scheduler.ts'
import { decideAtRcpt } from './rules/decide-at-rcpt.ts'
import type { Engine, EngineMode } from './running-engine.ts'
import { createSessionLog } from './sessions/create-session-log.ts'
import { collectStatus } from './status/collect-status.ts'
import { createEventHub } from './status/event-hub.ts'
import { RouteHealthLog } from './status/route-health.ts'
import { Throughput } from './status/throughput.ts'
import { stopInOrder } from './stop-in-order.ts'
import { openStorage } from './storage/open-storage.ts'
import type { Storage } from './storage/storage.ts'
import { streamRouteTest } from './stream-route-test.ts'
import { submitMessage } from './submit-message.ts'

export interface EngineOptions {
  /** Absolute path of the data folder. */
  readonly folder: string
  readonly ports: Ports
  readonly version: string
  /** Replaces the stored configuration first, in the format of the configuration file. */
  readonly config?: unknown
  /** Default: serve. */
  readonly mode?: EngineMode
  /** The store broke down: the engine cannot go on and has to be started again. */
  readonly onFailure?: (error: Error) => void
}

/**
 * Opens the data folder and starts everything on it.
 * @throws EngineError INVALID for a configuration that is not accepted; what openStorage throws
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { folder, ports, onFailure } = options
  const storage = await openStorage({
    folder,
    onFailure: (error) => {
      ports.logger.error('The store broke down; the engine has to be started again.', { error })
      onFailure?.(error)
    },
    onTrouble: (error) => ports.logger.warn('The store had trouble that does no harm to mail.', { error }),
  })
  try {
    return await compose(options, storage)
  } catch (error) {
    await storage.close()
    throw error
  }
}

async function compose(options: EngineOptions, storage: Storage): Promise<Engine> {
  const { folder, ports, version, mode = 'serve' } = options
  const { clock, random, secrets, logger } = ports
  const newId = createIdSource(() => clock.now(), storage.lastId)
  const startedAt = clock.now()

  const config = await createConfigStore({ storage, secrets, clock, logger, computerName: hostname() })
  const accounts = await createAccountStore({
    storage,
    secrets,
    clock,
    random,
    logger,
    hashPassword: (password) => hashPassword(password, random),
    onChange: () => hub.configurationChanged(['accounts']),
  })
  const sessions = createSessionLog({
    storage,
    clock,
    logger,
    newId: newId as () => SessionId,
    retention: () => config.current().retention.sessions,
  })

  const accepted = new Throughput(clock)
  const delivered = new Throughput(clock)
  const health = new RouteHealthLog(clock)
  const hub = createEventHub({
    clock,
    logger,
    readRows: (ids) => storage.getRows(ids),
    readStatus: () => status(),
    watchSessions: (listener) => sessions.onChange(listener),
  })
  const changes: QueueChanges = {
    changed: (ids) => hub.messagesChanged(ids),
    removed: (ids) => hub.messagesRemoved(ids),
    accepted: () => accepted.add(),
    delivered(route, recipients) {
      delivered.add(recipients)
      health.succeeded(route)
    },
    failed: (route, problem) => health.failed(route, problem),
  }

  let dns = ports.createDnsResolver(config.current().dns.servers)
  const deliveryParts = { config, ports, sessions, dns: () => dns }
  const delivery = createDelivery(deliveryParts)
  const environment = createSessionEnvironment(deliveryParts)
  const scheduler = new Scheduler({ storage, delivery, config, ports, changes, newId })
  const queue: QueueService =
    mode === 'serve' ? scheduler : await createOfflineQueue(scheduler, storage, clock)
  const retention = new Retention({ storage, config, clock, logger, changes })
  const inbound = createInbound({
    ports,
    dataFolder: folder,
    storage,
    queue,
    accounts,
    sessions,
    newMessageId: newId,
    decideAtRcpt: (facts) => decideAtRcpt(config.current().rules, facts),
    onChange: () => hub.statusChanged(),
  })

  config.onChange((next, changed) => {
    if (changed.includes('dns')) dns = ports.createDnsResolver(next.dns.servers)
    hub.configurationChanged(changed)
    if (mode === 'serve') applyListeners(inbound, config.current, ports)
  })
  if (options.config !== undefined) await importConfiguration(config, accounts, options.config, 'config file')

  const status = () =>
    collectStatus({
      version,
      folder,
      startedAt,
      now: () => clock.now(),
      config: () => config.current(),
      storage,
      pauses: () => queue.pauses(),
      listeners: () => (mode === 'serve' ? inbound.statuses() : stoppedListeners(config.current())),
      disk: async () => (mode === 'serve' ? inbound.disk() : readDisk(ports, folder)),
      certificate: async () => (mode === 'serve' ? inbound.certificate() : null),
      openSessions: () => sessions.live().filter((row) => row.outcome === 'open').length,
      accepted,
      delivered,
      health,
    })

  let stopSessionLog = () => {}
  if (mode === 'serve') {
    stopSessionLog = sessions.start()
    await queue.start()
    retention.start()
    await inbound.start(config.current())
  }

  let stopped: Promise<void> | null = null
  return {
    mode,
    folder,
    logger,
    storage,
    config,
    accounts,
    queue,
    sessions,
    now: () => clock.now(),
    status,
    watch: (signal) => hub.watch(signal),
    certificate: () => (mode === 'serve' ? inbound.certificate() : Promise.reject(notRunning())),
    testRoute(route, domain, signal) {
      if (mode !== 'serve') throw notRunning()
      const parts = { environment, hostname: config.current().hostname, dns, random }
      const password = () => passwordOf(route, (name) => config.routePassword(name))
      const named = domain === null ? {} : { domain }
      return streamRouteTest(
        (onLine, stop) => testRoute(route, { ...parts, ...named, password, signal: stop }, onLine),
        signal,
      )
    },
    submit: (message) =>
      submitMessage(message, { clock, storage, queue, newId, hostname: () => config.current().hostname }),
    stop() {
      stopped ??= stopInOrder({
        ...ports,
        inbound,
        retention,
        queue,
        delivery,
        hub,
        sessions,
        stopSessionLog,
        storage,
      })
      return stopped
    },
  }
}

/** Listeners follow the configuration while others keep running; one change after another. */
function applyListeners(
  inbound: Inbound,
  current: () => Parameters<Inbound['apply']>[0],
  { logger }: Ports,
): void {
  inbound.apply(current()).catch((error: unknown) => {
    logger.error('The listeners could not follow the new configuration.', { error })
  })
}

async function passwordOf(
  route: Route,
  stored: (route: string) => Promise<string | null>,
): Promise<string | null> {
  const given = route.kind === 'smarthost' ? route.auth?.password : undefined
  return given ?? stored(route.name)
}

function stoppedListeners(config: ReturnType<Parameters<typeof collectStatus>[0]['config']>) {
  return config.listeners.map(({ name, host, port }) => ({
    name,
    host,
    port,
    state: 'disabled' as const,
    problem: null,
    proposedPort: null,
    connections: 0,
  }))
}

async function readDisk({ freeDiskBytes }: Ports, folder: string) {
  return { freeBytes: await freeDiskBytes(folder), low: false }
}

function notRunning(): EngineError {
  return new EngineError(
    'UNAVAILABLE',
    'The mail engine is not running: start it with "mailroom serve" or open Mailroom.',
  )
}
