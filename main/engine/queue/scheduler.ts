/**
 * The queue at work: takes mail in, tries it when it is due, records what became of it. Rules and routes are asked anew
 * for each recipient at each attempt.
 */
import type { OperationResult, Pauses, QueueOperation, Selection } from '../../../shared/contract/queue.ts'
import type { MessageId } from '../../../shared/domain/id.ts'
import { computerTime } from '../computer-time.ts'
import type { ConfigSection, ConfigSource } from '../config/config-source.ts'
import type { Delivery } from '../delivery/delivery.ts'
import type { Dispose, Ports } from '../ports.ts'
import type { LocalTimeOf } from '../rules/time-window.ts'
import type { OperationStorage } from '../storage/operation-storage.ts'
import type { NewMessage, QueueStorage, SetupStorage } from '../storage/storage.ts'
import type { AttemptOptions } from './attempt.ts'
import { BlockedExpiry } from './blocked-expiry.ts'
import { BlockedRoutes } from './blocked-routes.ts'
import { ClaimLoop } from './claim-loop.ts'
import { ClockSteps } from './clock-steps.ts'
import { ContentReader } from './content-reader.ts'
import { Dispatcher } from './dispatcher.ts'
import { EtrnWindows } from './etrn-windows.ts'
import { JobBody } from './job-body.ts'
import { LeaseKeeper } from './lease-keeper.ts'
import { OperatorHands } from './operations/operator-hands.ts'
import type { QueueChanges, QueueService } from './queue-service.ts'
import { claimOf, prepareReception, type ReceptionParts } from './reception.ts'
import { DelayNotices } from './reports/delay-notices.ts'
import type { ReportedRecipient } from './reports/report-content.ts'
import { findExpansions } from './reports/report-expansion.ts'
import { type ReportWriterOptions, readOriginal, reportSuccess } from './reports/report-writer.ts'
import { ResultWriter } from './result-writer.ts'
import { isOneOf, RouteWindows } from './route-windows.ts'

export interface SchedulerOptions {
  readonly storage: QueueStorage &
    Pick<OperationStorage, 'forgetRoutes'> &
    Pick<SetupStorage, 'getValue' | 'setValue'>
  readonly delivery: Delivery
  readonly config: ConfigSource
  readonly ports: Pick<Ports, 'clock' | 'random' | 'logger'>
  readonly changes: QueueChanges
  readonly newId: () => MessageId
  /** Active DKIM keys of a domain. */
  readonly signingKeys: AttemptOptions['signingKeys']
  /** What a clock on the wall shows; default: by the time zone of this computer. */
  readonly localTimeOf?: LocalTimeOf
}

type Phase = 'new' | 'running' | 'stopping'

/** Milliseconds that aborted attempts have to say what they know. */
const ABORT_GRACE = 1_000

export class Scheduler implements QueueService {
  readonly #options: SchedulerOptions
  /** For operations. */
  readonly hands: OperatorHands
  readonly #owner: string
  readonly #abort = new AbortController()
  readonly #writer: ResultWriter
  readonly #windows: RouteWindows
  readonly #leases: LeaseKeeper
  readonly #reports: ReportWriterOptions
  readonly #delayNotices: DelayNotices
  readonly #blockedExpiry: BlockedExpiry
  readonly #dispatcher: Dispatcher
  readonly #claims: ClaimLoop
  readonly #blocked: BlockedRoutes
  readonly #clockSteps: ClockSteps
  readonly #etrn = new EtrnWindows()
  readonly #reception: ReceptionParts
  readonly #rerouting = new Set<Promise<void>>()
  #phase: Phase = 'new'
  #pauses: Pauses = { queue: false, routes: [] }
  #rulesChangedAt = 0
  #unsubscribe: Dispose | null = null

  constructor(options: SchedulerOptions) {
    const { storage, delivery, config, changes, newId, ports } = options
    const { clock, random, logger } = ports
    this.#options = options
    this.#owner = Buffer.from(random.bytes(12)).toString('hex')
    const owner = this.#owner
    const onDue = () => this.#claims.kick()
    this.#writer = new ResultWriter({
      storage,
      owner,
      clock,
      logger,
      onDueAt: (at) => this.#claims.dueAt(at),
      onRecorded: (results) => changes.recorded(results),
      onGone: () => this.#sendNothingMore(),
    })
    const localTimeOf = options.localTimeOf ?? computerTime
    this.#reception = {
      storage,
      config,
      content: new ContentReader(),
      localTimeOf,
      onRuled: (rules, message) => changes.ruled(rules, message),
    }
    this.#blocked = new BlockedRoutes({
      delivery,
      routes: () => config.current().routes,
      clock,
      onChange: () => this.#onBlocksChange(),
    })
    this.#clockSteps = new ClockSteps({
      ...{ storage, clock, logger, onStep: onDue },
      onMoved: (ids) => changes.changed(ids),
    })
    this.#windows = new RouteWindows(
      (route) => delivery.capacity(route),
      (route) => this.#blocked.has(route),
    )
    this.#leases = new LeaseKeeper({ storage, owner, clock, logger, onReleased: onDue })
    this.#reports = {
      storage,
      writer: this.#writer,
      config: () => config.current(),
      newId,
      now: () => clock.now(),
      logger,
    }
    const onTold = (ids: readonly MessageId[]) => {
      changes.changed(ids)
      onDue()
    }
    this.hands = new OperatorHands({
      ...{ storage, clock, changes },
      ...{ reports: this.#reports, leases: this.#leases, windows: this.#windows },
      claims: () => this.#claims,
      dispatcher: () => this.#dispatcher,
      tryHostsNow: () => this.#tryHostsNow(),
      askRulesAgain: (since) => {
        if (this.#rulesChangedAt >= since) void this.#reroute([], [])
      },
    })
    const lookers = { storage, delivery, config: () => config.current(), clock, logger }
    this.#delayNotices = new DelayNotices({ ...lookers, newId, onTold })
    this.#blockedExpiry = new BlockedExpiry({
      ...lookers,
      reports: this.#reports,
      leases: this.#leases,
      mayExpire: (route) => this.#isFlowing() && this.hands.areOff && !this.#pauses.routes.includes(route),
      onExpired: onTold,
    })
    this.#dispatcher = new Dispatcher({
      delivery,
      storage,
      writer: this.#writer,
      reports: this.#reports,
      config: () => config.current(),
      changes,
      clock,
      random,
      logger,
      signal: this.#abort.signal,
      windows: this.#windows,
      leases: this.#leases,
      pauses: () => this.#pauses,
      blocked: this.#blocked,
      content: this.#reception.content,
      localTimeOf,
      signingKeys: options.signingKeys,
      isAskedFor: (route, address) => this.#etrn.isAskedFor(route, address, clock.now()),
      onHostFailure: (route) => this.#etrn.close(route),
      onFinished: () => this.#closeDrained(),
      onDue,
      onHeldMeanwhile: () => void this.#reroute([], []),
    })
    this.#claims = new ClaimLoop({
      storage,
      windows: this.#windows,
      clock,
      logger,
      lease: () => this.#leases.lease(),
      isReady: () =>
        this.#isFlowing() && this.hands.areOff && !this.#clockSteps.isMoving && this.#dispatcher.hasRoom,
      exceptRoutes: () => this.#exceptRoutes(),
      onClaim: (claim) => this.#dispatcher.place(claim),
      onClaimed: (ids) => changes.changed(ids),
      onIdle: () => this.#closeDrained(),
    })
  }

  async start(): Promise<void> {
    const { storage, config, ports } = this.#options
    this.#pauses = await storage.getPauses()
    const released = await storage.releaseLeases({ now: ports.clock.now(), expiredOnly: false })
    if (released > 0)
      ports.logger.warn('attempts of an earlier run had no result and begin anew', { recipients: released })
    if (this.#phase !== 'new') return
    this.#unsubscribe = config.onChange((_, changed, mended) => this.#onConfigChange(changed, mended))
    this.#leases.start()
    await this.#clockSteps.start()
    this.#blocked.start()
    this.#delayNotices.start()
    this.#blockedExpiry.start()
    this.#phase = 'running'
    this.#rulesChangedAt = ports.clock.now()
    // The configuration may have been replaced while nobody ran.
    void this.#reroute([], [])
    this.#claims.kick()
  }

  async receive(received: NewMessage): Promise<void> {
    const { storage, changes } = this.#options
    const expansions = findExpansions(received)
    const message = expansions?.message ?? received
    const prepared = prepareReception(this.#reception, message)
    const known = prepared instanceof Promise ? await prepared : prepared
    const routes = new Set(
      known.recipients.map(({ route = null }) => route).filter((route) => route !== null),
    )
    const direct = this.#isFlowing() && [...routes].every((route) => this.#takesDirectly(route))
    const body = direct ? new JobBody(storage, message.id, message.body) : undefined
    if (!direct) this.#windows.markSpilled(routes)
    await storage.accept(known, direct ? this.#leases.lease() : null)
    if (expansions) await this.#tellExpansions(message, expansions.expanded)
    changes.accepted(message)
    changes.changed([message.id])
    if (direct) this.#dispatcher.place(claimOf(known), body)
    else if (!this.#areAllExcepted(routes)) this.#claims.kick()
  }

  /** The body is still there: nothing has been delivered yet. */
  async #tellExpansions(message: NewMessage, expanded: readonly ReportedRecipient[]): Promise<void> {
    const original = await readOriginal(this.#options.storage, message)
    const written = await reportSuccess(this.#reports, message, expanded, original)
    this.#options.changes.changed(written)
    if (written.length > 0) this.#claims.kick()
  }

  async stop(signal: AbortSignal): Promise<void> {
    const { storage, ports } = this.#options
    if (this.#phase === 'stopping') return
    this.#phase = 'stopping'
    this.#unsubscribe?.()
    this.#blocked.stop()
    this.#claims.stop()
    this.#dispatcher.stop()
    await this.#claims.idle()
    await this.#clockSteps.stop()
    await Promise.all([this.#delayNotices.stop(), this.#blockedExpiry.stop()])
    await Promise.race([this.#dispatcher.placed(), aborted(signal)])
    await this.#leases.stop()
    const abandon = () => this.#writer.abandon()
    signal.addEventListener('abort', abandon, { once: true })
    if (signal.aborted) abandon()
    await this.#dispatcher.giveBack(isOneOf(null))
    await Promise.race([this.#dispatcher.idle(), aborted(signal)])
    this.#abort.abort()
    await Promise.race([
      this.#dispatcher.idle(),
      new Promise<void>((resolve) => ports.clock.after(ABORT_GRACE, resolve)),
    ])
    await Promise.all(this.#rerouting)
    await storage.releaseOwner(this.#owner, ports.clock.now())
  }

  /** What cannot be recorded would be sent again by the next run. */
  #sendNothingMore(): void {
    this.#dispatcher.stop()
    this.#abort.abort()
  }

  operate(operation: QueueOperation, selection: Selection, actor: string): Promise<OperationResult> {
    return this.hands.operate(operation, selection, actor)
  }

  /** Somebody wants a try now: hosts that are left alone after failures get one too. */
  #tryHostsNow(): void {
    const { config, delivery } = this.#options
    for (const route of config.current().routes)
      if (delivery.blocked(route) !== null) delivery.closeCircuits(route.name)
  }

  pauses(): Pauses {
    return this.#pauses
  }

  async pause(route: string | null, paused: boolean, actor: string): Promise<Pauses> {
    const { storage, ports } = this.#options
    const before = this.#pauses
    const others = before.routes.filter((name) => name !== route)
    const after: Pauses =
      route === null
        ? { ...before, queue: paused }
        : { ...before, routes: paused ? [...others, route] : others }
    const action = paused ? 'pause' : 'resume'
    await storage.setPauses(after, { at: ports.clock.now(), actor, action, detail: { route } })
    this.#pauses = after
    if (paused) await this.#dispatcher.giveBack((job) => route === null || job.route.name === route)
    this.#claims.kick()
    return this.#pauses
  }

  async startWaiting(routes: readonly string[], domains: readonly string[] | null): Promise<number> {
    const { storage, changes, ports } = this.#options
    const now = ports.clock.now()
    const patterns = domains ?? [null]
    const started = new Set<MessageId>()
    // Asked for before they are due: none may be claimed in between and be sent back to wait.
    for (const route of routes) this.#etrn.open(route, domains, now)
    this.#windows.markSpilled(routes)
    for (const domain of patterns)
      for (const id of await storage.startWaiting({ routes, domain, now })) started.add(id)
    this.#windows.markSpilled(routes)
    changes.changed([...started])
    this.#claims.kick()
    return started.size
  }

  /** ETRN counts until what it started is tried; what comes later waits again. */
  #closeDrained(): void {
    const open = this.#etrn.routes()
    if (open.length === 0 || this.#claims.isRunning || this.#dispatcher.isReading) return
    for (const route of open) if (this.#windows.isDrained(route)) this.#etrn.close(route)
  }

  #onBlocksChange(): void {
    const given = this.#dispatcher
      .giveBack(({ route }) => this.#blocked.isLong(route.name))
      .finally(() => {
        this.#rerouting.delete(given)
        this.#claims.kick()
      })
    this.#rerouting.add(given)
    this.#dispatcher.dispatch()
    this.#claims.kick()
  }

  #onConfigChange(changed: readonly ConfigSection[], mended: readonly string[]): void {
    if (!changed.includes('rules') && !changed.includes('routes')) return
    this.#rulesChangedAt = this.#options.ports.clock.now()
    this.#blocked.refresh()
    this.#dispatcher.placeAgain()
    // Mail on a route that claims pass over would not hear of new rules before the route has room.
    void this.#reroute(changed.includes('rules') ? this.#exceptRoutes() : [], mended)
  }

  /** The route gets in again: mail that waits on it is due within seconds. Never rejects. */
  mend(route: string): Promise<void> {
    return this.#reroute([], [route])
  }

  /** Never rejects. */
  #reroute(routes: readonly string[], mended: readonly string[]): Promise<void> {
    const { storage, config, ports, changes } = this.#options
    const { rules, routes: existing } = config.current()
    if (rules.length === 0 && existing.length === 0) return Promise.resolve()
    const now = ports.clock.now()
    const onProgress = (touched: readonly MessageId[]) => changes.changed(touched)
    const done = storage
      .forgetRoutes({ existing: existing.map(({ name }) => name), now }, onProgress)
      .then(() => storage.reroute({ now, routes, mended }, onProgress))
      .catch((error: unknown) => ports.logger.error('waiting mail did not hear of the new rules', { error }))
      .finally(() => {
        this.#rerouting.delete(done)
        this.#claims.kick()
      })
    this.#rerouting.add(done)
    return done
  }

  #isFlowing(): boolean {
    return this.#phase === 'running' && !this.#pauses.queue
  }

  #takesDirectly(route: string): boolean {
    const isOpen = !this.#pauses.routes.includes(route) && !this.#blocked.has(route)
    return isOpen && this.#dispatcher.hasRoom && this.#windows.takesDirectly(route)
  }

  #exceptRoutes(): string[] {
    const passedOver = [...this.#pauses.routes, ...this.#blocked.names(), ...this.#windows.fullRoutes()]
    return [...new Set(passedOver)]
  }

  #areAllExcepted(routes: ReadonlySet<string>): boolean {
    const except = this.#exceptRoutes()
    return routes.size > 0 && [...routes].every((route) => except.includes(route))
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
