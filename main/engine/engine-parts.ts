/** The composition: which part of the engine knows which. Nothing is started here. */
import { hostname } from 'node:os'
import type { Status } from '../../shared/contract/system.ts'
import { createIdSource, type MessageId } from '../../shared/domain/id.ts'
import { type BackupSchedule, createBackupSchedule } from './backup/backup-schedule.ts'
import { type Backups, createBackups } from './backup/backups.ts'
import { computerTime } from './computer-time.ts'
import { type AccountStore, createAccountStore } from './config/account-store.ts'
import { type ConfigStore, createConfigStore } from './config/config-store.ts'
import { importConfiguration } from './config/import-configuration.ts'
import { createAuthenticator } from './content/authenticator.ts'
import { createDkimKeys, type DkimKeys } from './content/dkim-keys.ts'
import { createExaminer } from './content/examine-message.ts'
import { createMessageReader, type MessageReader } from './content/read/message-reader.ts'
import { createSigningKeys } from './content/signing-keys.ts'
import { createDelivery, createSessionEnvironment, type Delivery } from './delivery/delivery.ts'
import type { SessionEnvironment } from './delivery/open-session.ts'
import { createPacer } from './delivery/pacing/pacer.ts'
import type { EngineOptions } from './engine.ts'
import { createInbound } from './inbound/create-inbound.ts'
import type { Inbound } from './inbound/inbound.ts'
import { createInboundLimits, type InboundLimits } from './inbound/limits/inbound-limits.ts'
import { hashPassword } from './inbound/password-hash.ts'
import { SignIns } from './oauth/sign-ins.ts'
import type { DnsResolver, Ports } from './ports.ts'
import { answerEtrn } from './queue/answer-etrn.ts'
import { createOfflineQueue } from './queue/offline-queue.ts'
import { OperationRunner } from './queue/operations/operation-runner.ts'
import type { OperatorHands } from './queue/operations/operator-hands.ts'
import type { QueueService } from './queue/queue-service.ts'
import { Retention } from './queue/retention.ts'
import { Scheduler } from './queue/scheduler.ts'
import { decideAtRcpt } from './rules/decide-at-rcpt.ts'
import { factsToCome } from './rules/mail-facts.ts'
import { createSessionLog } from './sessions/create-session-log.ts'
import { FigureLog } from './statistics/figure-log.ts'
import { Statistics } from './statistics/statistics.ts'
import { whyShut } from './status/circuits-open.ts'
import { collectStatus } from './status/collect-status.ts'
import type { DamageNotices } from './status/damage-notices.ts'
import { createEventHub, type EventHub } from './status/event-hub.ts'
import { QueueMeter } from './status/queue-meter.ts'
import type { StorageHealth } from './status/storage-health.ts'
import { StoreCheck } from './status/store-check.ts'
import { StuckWatch } from './status/stuck-watch.ts'
import type { Storage } from './storage/storage.ts'

export interface EngineParts {
  readonly ports: Ports
  readonly storage: Storage
  readonly newId: () => MessageId
  readonly config: ConfigStore
  readonly accounts: AccountStore
  readonly limits: InboundLimits
  readonly dkim: DkimKeys
  readonly reader: MessageReader
  readonly sessions: ReturnType<typeof createSessionLog>
  readonly hub: EventHub
  /** For the configured DNS servers of the moment. */
  readonly dns: () => DnsResolver
  readonly delivery: Delivery
  readonly sessionEnvironment: SessionEnvironment
  readonly signIns: SignIns
  readonly queue: QueueService
  readonly operations: OperationRunner
  readonly hands: OperatorHands
  readonly retention: Retention
  readonly inbound: Inbound
  readonly statistics: Statistics
  readonly backups: Backups
  readonly backupSchedule: BackupSchedule
  readonly storeCheck: StoreCheck
  readonly status: () => Promise<Status>
}

/** What opening the store has told. */
export interface StartFacts {
  readonly storageHealth: StorageHealth
  readonly damage: DamageNotices
  readonly restoreProblem: string | null
}

/** Throws EngineError INVALID where options.config is not accepted. */
export async function composeEngine(
  options: EngineOptions,
  storage: Storage,
  { storageHealth, damage, restoreProblem }: StartFacts,
): Promise<EngineParts> {
  const { folder, ports, mode = 'serve' } = options
  const { clock, logger, secrets, random } = ports
  const newId = createIdSource(() => clock.now(), storage.lastId)
  const config = await createConfigStore({ storage, secrets, clock, logger, computerName: hostname() })
  const retentionOfSessions = () => config.current().retention.sessions
  const sessions = createSessionLog({ storage, clock, logger, newId, retention: retentionOfSessions })
  const hub = createEventHub({
    clock,
    logger,
    readRows: (ids) => storage.getRows(ids),
    readStatus: () => status(),
    watchSessions: (listener) => sessions.onChange(listener),
  })
  const accounts = await createAccountStore({
    storage,
    secrets,
    clock,
    random,
    logger,
    hashPassword: (password) => hashPassword(password, random),
    onChange: () => hub.configurationChanged(['accounts']),
  })
  const limits = createInboundLimits({
    clock,
    logger,
    storage,
    accounts,
    limits: () => config.current().limits,
    onChange: () => hub.statusChanged(),
  })
  // Before anybody listens: the parts below begin with the new configuration.
  if (options.config !== undefined) await importConfiguration(config, accounts, options.config, 'config file')

  const dns = followDnsServers(config, ports)
  const pacer = createPacer({ clock, logger, storage })
  if (mode === 'serve') await pacer.load(config.current().routes.map(({ name }) => name))
  const { furtherRoots = [] } = options
  const deliveryParts = { config, ports, sessions, dns, storage, pacer, furtherRoots }
  const sessionEnvironment = createSessionEnvironment(deliveryParts)
  const signIns = await SignIns.open({
    ports,
    storage,
    config,
    trusted: sessionEnvironment.trusted,
    onRecovered: (route) => scheduler.mend(route),
    onChange: () => hub.statusChanged(),
  })
  const tokens = (route: string) => signIns.tokens(route)
  const delivery = createDelivery({ ...deliveryParts, tokens, blocks: [signIns] })
  delivery.onBlocksChanged(() => hub.statusChanged())
  const figures = new FigureLog(clock)
  const meter = new QueueMeter(clock, hub, figures)
  const { freeDiskBytes } = ports
  const statistics = new Statistics({
    ...{ log: figures, storage, config, clock, logger, folder, freeDiskBytes },
    whyShut: (route) => whyShut(delivery, route),
  })
  const signingKeys = createSigningKeys(config)
  const scheduler = new Scheduler({ storage, delivery, config, ports, changes: meter, newId, signingKeys })
  const queue = mode === 'serve' ? scheduler : await createOfflineQueue(scheduler, storage, clock)
  const { hands } = scheduler
  const onChange = hub.operationsChanged
  const operations = new OperationRunner({ storage, hands, clock, logger, newId, onChange })
  const inbound = createInbound({
    ports,
    dataFolder: folder,
    storage,
    queue,
    accounts,
    limits,
    sessions,
    newMessageId: newId,
    decideAtRcpt(facts) {
      const known = { ...facts, ...factsToCome(computerTime(clock.now())) }
      const decision = decideAtRcpt(config.current().rules, known)
      if (decision.kind === 'reject') figures.ruled([decision.rule], null)
      return decision
    },
    etrn: (request) =>
      answerEtrn(request, config.current(), (routes, domains) => queue.startWaiting(routes, domains)),
    examine: createExaminer({
      authenticate: createAuthenticator({ dns, clock, hostname: () => config.current().hostname }),
      localTime: () => computerTime(clock.now()),
      config: () => config.current(),
    }),
    onChange: () => hub.statusChanged(),
  })
  const backups = createBackups({
    folder,
    version: options.version,
    storage,
    clock,
    logger,
    freeDiskBytes: ports.freeDiskBytes,
    restoreProblem,
    onRestart: options.onRestart,
    onChange() {
      hub.statusChanged()
      hub.configurationChanged(['backups'])
    },
  })
  const sources = {
    ...options,
    mode,
    storage,
    config,
    queue,
    inbound,
    accounts,
    limits,
    sessions,
    meter,
    statistics,
    stuckWatch: new StuckWatch(clock, storage),
    storageHealth,
    damage,
    delivery,
    signIns,
    backups,
    startedAt: clock.now(),
  }
  const status = () => collectStatus(sources)
  config.onChange((_, changed) => hub.configurationChanged(changed))

  return {
    ports,
    storage,
    newId,
    config,
    accounts,
    limits,
    dkim: createDkimKeys({ config, dns, clock }),
    reader: createMessageReader(storage),
    sessions,
    hub,
    dns,
    delivery,
    sessionEnvironment,
    signIns,
    queue,
    operations,
    hands,
    retention: new Retention({ storage, config, clock, logger, changes: meter }),
    inbound,
    statistics,
    backups,
    backupSchedule: createBackupSchedule({ backups, config, clock, logger }),
    storeCheck: new StoreCheck({
      ...{ storage, clock, logger },
      onLost(messages) {
        damage.bodiesLost(messages)
        hub.statusChanged()
      },
    }),
    status,
  }
}

/** A resolver is made for a list of servers: other servers, another resolver. */
function followDnsServers(config: ConfigStore, ports: Ports): () => DnsResolver {
  let dns = ports.createDnsResolver(config.current().dns.servers)
  config.onChange((next, changed) => {
    if (changed.includes('dns')) dns = ports.createDnsResolver(next.dns.servers)
  })
  return () => dns
}
