/** Figures for people: counted in memory, written once a minute, read in slices and remembered for some seconds. */
import type {
  DiskUse,
  FailureGroup,
  Flow,
  QueueShape,
  RuleHits,
  Sender,
  SenderFlow,
  Span,
  UsageOverTime,
} from '../../../shared/contract/statistics.ts'
import type { Route } from '../../../shared/domain/route.ts'
import type { ConfigSource } from '../config/config-source.ts'
import type { Clock, Dispose, Logger, Ports } from '../ports.ts'
import type { Storage } from '../storage/storage.ts'
import type { FigureLog, SenderFigures } from './figure-log.ts'
import { stepsOf } from './flow-steps.ts'
import { measureDisk } from './measure-disk.ts'
import { mergeRuleHits } from './merge-rule-hits.ts'
import { mergeSenders, mergeUsage } from './merge-senders.ts'
import { BEHIND_ROUTE, nameFailures, type ShutRoute } from './name-failures.ts'
import { Remembered } from './remembered.ts'
import { type Survey, shapeQueue } from './shape-queue.ts'

export interface StatisticsOptions {
  readonly log: FigureLog
  readonly storage: Storage
  readonly config: Pick<ConfigSource, 'current' | 'onChange'>
  readonly clock: Clock
  readonly logger: Logger
  readonly folder: string
  readonly freeDiskBytes: Ports['freeDiskBytes']
  /** What is wrong with a route that takes nothing because of it; null where it takes mail, or only keeps a pace. */
  readonly whyShut: (route: Route) => string | null
}

const MINUTE = 60_000
const MOST_SENDERS = 20
const MOST_FAILURES = 10_000
/** Milliseconds that answers are kept at least. */
const KEEP = { shape: 5_000, failures: 5_000, senders: 5_000, disk: 30_000 }

export class Statistics {
  readonly #options: StatisticsOptions
  readonly #shape: Remembered<Survey>
  readonly #failures: Remembered<FailureGroup[]>
  readonly #senders: Readonly<Record<Span, Remembered<SenderFlow[]>>>
  readonly #disk: Remembered<DiskUse>
  #timer: Dispose | null = null
  #stopFollowing: Dispose | null = null
  #writing: Promise<void> = Promise.resolve()
  #stopped = false
  /** Read anew after each write; null until somebody asks. */
  #seen: Map<string, number> | null = null

  constructor(options: StatisticsOptions) {
    const { storage, clock } = options
    this.#options = options
    this.#shape = new Remembered(clock, KEEP.shape, () => shapeQueue(storage, clock.now()))
    this.#failures = new Remembered(clock, KEEP.failures, async () =>
      nameFailures(await storage.readFailures(MOST_FAILURES), await this.#shutRoutes()),
    )
    const senders = (span: Span) =>
      new Remembered(clock, KEEP.senders, async () => {
        const steps = stepsOf(span, clock.now())
        const written = await storage.readSenders(steps, MOST_SENDERS)
        return mergeSenders(written, this.#pendingSenders(span), { from: steps.from, most: MOST_SENDERS })
      })
    this.#senders = { hour: senders('hour'), day: senders('day'), week: senders('week') }
    this.#disk = new Remembered(clock, KEEP.disk, () => measureDisk(options))
  }

  /** When mail last came from each network that is watched for silence, or when the watching began. */
  async networksSeen(): Promise<ReadonlyMap<string, number>> {
    const { storage, log } = this.#options
    this.#seen ??= new Map(Object.entries(await storage.readNetworksSeen()))
    for (const [name, at] of log.pendingNetworks()) if (this.#seen.has(name)) this.#seen.set(name, at)
    return this.#seen
  }

  /** Writes what was counted at the end of each minute of the clock. */
  start(): void {
    this.#stopFollowing = this.#options.config.onChange((_, changed) => {
      // A rule or a watched network is counted from the moment that it is there.
      if (changed.includes('rules') || changed.includes('networks')) void this.write()
    })
    void this.write()
    this.#schedule()
  }

  /** Resolves when the rest is written. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#timer?.()
    this.#stopFollowing?.()
    await this.write()
  }

  /** Never rejects: what could not be written waits for the next time. */
  write(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#writeNow())
    return this.#writing
  }

  async flow(span: Span): Promise<Flow> {
    const { storage, log, clock } = this.#options
    await this.#measureDepth()
    return storage.readFlow(stepsOf(span, clock.now()), log.pendingMinutes())
  }

  async shape(): Promise<QueueShape> {
    return (await this.#shape.get()).shape
  }

  senders(span: Span): Promise<SenderFlow[]> {
    return this.#senders[span].get()
  }

  failures(): Promise<FailureGroup[]> {
    return this.#failures.get()
  }

  async usage(sender: Sender, span: Span): Promise<UsageOverTime> {
    const { storage, clock } = this.#options
    const written = await storage.readUsage(sender, stepsOf(span, clock.now()))
    return mergeUsage(written, this.#pendingSenders(span), sender)
  }

  /** In the order of the rules; all of them, and no others. */
  async rules(): Promise<RuleHits[]> {
    const { storage, log, clock, config } = this.#options
    const now = clock.now()
    const written = await storage.readRuleHits(now)
    const names = config.current().rules.map(({ name }) => name)
    return mergeRuleHits(names, written, log.pendingRules(), now)
  }

  async #shutRoutes(): Promise<ShutRoute[]> {
    const { storage, config, whyShut, clock } = this.#options
    const shut: ShutRoute[] = []
    for (const route of config.current().routes) {
      const reason = whyShut(route)
      if (reason === null) continue
      const counts = await storage.countMessages({ states: [...BEHIND_ROUTE], route: route.name })
      const waiting = BEHIND_ROUTE.reduce((sum, state) => sum + counts[state], 0)
      if (waiting > 0) shut.push({ route: route.name, reason, waiting, now: clock.now() })
    }
    return shut
  }

  disk(): Promise<DiskUse> {
    return this.#disk.get()
  }

  /** The last hour is counted from the messages themselves, which are all written. */
  #pendingSenders(span: Span): readonly SenderFigures[] {
    return span === 'hour' ? [] : this.#options.log.pendingSenders()
  }

  #schedule(): void {
    const { clock } = this.#options
    const rest = MINUTE - (clock.now() % MINUTE)
    // Just before its end, so that the depth is that of the minute.
    this.#timer = clock.after(rest > 1_000 ? rest - 500 : rest + MINUTE - 500, () => {
      void this.write().finally(() => {
        if (!this.#stopped) this.#schedule()
      })
    })
  }

  async #writeNow(): Promise<void> {
    const { log, storage, config, clock, logger } = this.#options
    await this.#measureDepth()
    const figures = log.take()
    const { rules, networks } = config.current()
    try {
      await storage.writeFigures({
        figures,
        rules: rules.map(({ name }) => name),
        networks: networks.filter(({ silentAfter }) => silentAfter !== undefined).map(({ name }) => name),
        now: clock.now(),
      })
      this.#seen = null
    } catch (error) {
      log.giveBack(figures)
      logger.warn('Figures could not be written; the next minute tries again.', { error })
    }
  }

  async #measureDepth(): Promise<void> {
    const { storage, log, logger } = this.#options
    try {
      const { queued, active, deferred, held } = await storage.countMessages({})
      log.measured(queued + active + deferred + held)
    } catch (error) {
      logger.warn('The depth of the queue could not be read.', { error })
    }
  }
}
