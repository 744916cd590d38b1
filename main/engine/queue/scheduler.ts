/**
 * The queue at work: takes mail in, tries it when it is due, records what became of it. Rules and routes are asked anew
 * for each recipient at each attempt.
 */
import type { OperationResult, Pauses, QueueOperation, Selection } from '../../../shared/contract/queue.ts'
import type { MessageId } from '../../../shared/domain/id.ts'
import type { ConfigSection, ConfigSource } from '../config/config-source.ts'
import type { Delivery } from '../delivery/delivery.ts'
import type { Dispose, Ports } from '../ports.ts'
import type { Claim, NewMessage, QueueStorage } from '../storage/storage.ts'
import { bounceSelected } from './bounce-selected.ts'
import { ClaimLoop } from './claim-loop.ts'
import { Dispatcher } from './dispatcher.ts'
import { JobBody } from './job-body.ts'
import { LeaseKeeper } from './lease-keeper.ts'
import { routesAtReception } from './place-claim.ts'
import type { QueueChanges, QueueService } from './queue-service.ts'
import type { ReportWriterOptions } from './reports/report-writer.ts'
import { ResultWriter } from './result-writer.ts'
import { isOneOf, RouteWindows } from './route-windows.ts'

export interface SchedulerOptions {
  readonly storage: QueueStorage
  readonly delivery: Delivery
  readonly config: ConfigSource
  readonly ports: Pick<Ports, 'clock' | 'random' | 'logger'>
  readonly changes: QueueChanges
  readonly newId: () => MessageId
}

type Phase = 'new' | 'running' | 'stopping'

/** Milliseconds that aborted attempts have to say what they know. */
const ABORT_GRACE = 1_000

export class Scheduler implements QueueService {
  readonly #options: SchedulerOptions
  readonly #owner: string
  readonly #abort = new AbortController()
  readonly #writer: ResultWriter
  readonly #windows: RouteWindows
  readonly #leases: LeaseKeeper
  readonly #reports: ReportWriterOptions
  readonly #dispatcher: Dispatcher
  readonly #claims: ClaimLoop
  readonly #rerouting = new Set<Promise<void>>()
  #phase: Phase = 'new'
  #pauses: Pauses = { queue: false, routes: [] }
  /** Operations that take waiting mail away: nothing is claimed under their hands. */
  #suspensions = 0
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
    })
    this.#windows = new RouteWindows((route) => delivery.capacity(route))
    this.#leases = new LeaseKeeper({ storage, owner, clock, logger, onReleased: onDue })
    this.#reports = {
      storage,
      writer: this.#writer,
      config: () => config.current(),
      newId,
      now: () => clock.now(),
      logger,
    }
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
      onDue,
    })
    this.#claims = new ClaimLoop({
      storage,
      windows: this.#windows,
      clock,
      logger,
      lease: () => this.#leases.lease(),
      isReady: () => this.#isFlowing() && this.#suspensions === 0,
      exceptRoutes: () => this.#exceptRoutes(),
      onClaim: (claim) => this.#dispatcher.place(claim),
      onClaimed: (ids) => changes.changed(ids),
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
    this.#phase = 'running'
    // The configuration may have been replaced while nobody ran.
    this.#reroute([], [])
    this.#claims.kick()
  }

  async receive(message: NewMessage): Promise<void> {
    const { storage, config, changes } = this.#options
    const chosen = routesAtReception(config.current(), message)
    const recipients = message.recipients.map((one, index) => ({ ...one, route: chosen[index] ?? null }))
    const routes = new Set(chosen.filter((route) => route !== null))
    const known: NewMessage = { ...message, recipients }
    const direct = this.#isFlowing() && [...routes].every((route) => this.#takesDirectly(route))
    const body = direct ? new JobBody(storage, message.id, message.body) : undefined
    if (!direct) this.#windows.markSpilled(routes)
    await storage.accept(known, direct ? this.#leases.lease() : null)
    changes.accepted()
    changes.changed([message.id])
    if (direct) this.#dispatcher.place(claimOf(known), body)
    else if (!this.#areAllExcepted(routes)) this.#claims.kick()
  }

  async stop(signal: AbortSignal): Promise<void> {
    const { storage, ports } = this.#options
    if (this.#phase === 'stopping') return
    this.#phase = 'stopping'
    this.#unsubscribe?.()
    this.#claims.stop()
    this.#dispatcher.stop()
    await this.#claims.idle()
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

  async operate(operation: QueueOperation, selection: Selection, actor: string): Promise<OperationResult> {
    const { storage, changes, ports } = this.#options
    const takesAway = operation !== 'send-now' && operation !== 'release'
    if (takesAway) await this.#suspend(selection)
    try {
      if (operation === 'bounce') return await this.#bounce(selection, actor)
      const request = { operation, selection, now: ports.clock.now(), actor }
      return await storage.operate(request, (_, touched) => {
        changes.changed(touched)
        this.#claims.kick()
      })
    } finally {
      if (takesAway) this.#suspensions--
      this.#claims.kick()
    }
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

  #bounce(selection: Selection, actor: string): Promise<OperationResult> {
    const { storage, changes, ports } = this.#options
    const options = { storage, changes, clock: ports.clock, reports: this.#reports, leases: this.#leases }
    return bounceSelected(options, selection, actor)
  }

  /** Waiting jobs are leased, and an operation passes over what is leased: they go back first. */
  async #suspend(selection: Selection): Promise<void> {
    this.#suspensions++
    await this.#claims.idle()
    await this.#dispatcher.giveBack(isOneOf(selection.kind === 'ids' ? selection.ids : null))
  }

  #onConfigChange(changed: readonly ConfigSection[], mended: readonly string[]): void {
    if (!changed.includes('rules') && !changed.includes('routes')) return
    this.#dispatcher.placeAgain()
    // Mail on a route that claims pass over would not hear of new rules before the route has room.
    this.#reroute(changed.includes('rules') ? this.#exceptRoutes() : [], mended)
  }

  #reroute(routes: readonly string[], mended: readonly string[]): void {
    const { storage, config, ports, changes } = this.#options
    const { rules, routes: existing } = config.current()
    if (rules.length === 0 && existing.length === 0) return
    const done = storage
      .reroute({ now: ports.clock.now(), routes, mended }, (touched) => changes.changed(touched))
      .catch((error: unknown) => ports.logger.error('waiting mail did not hear of the new rules', { error }))
      .finally(() => {
        this.#rerouting.delete(done)
        this.#claims.kick()
      })
    this.#rerouting.add(done)
  }

  #isFlowing(): boolean {
    return this.#phase === 'running' && !this.#pauses.queue
  }

  #takesDirectly(route: string): boolean {
    return !this.#pauses.routes.includes(route) && this.#windows.takesDirectly(route)
  }

  #exceptRoutes(): string[] {
    return [...new Set([...this.#pauses.routes, ...this.#windows.fullRoutes()])]
  }

  #areAllExcepted(routes: ReadonlySet<string>): boolean {
    const except = this.#exceptRoutes()
    return routes.size > 0 && [...routes].every((route) => except.includes(route))
  }
}

/** What a claimDue would give for a message that was accepted with a lease. */
function claimOf({ id, envelope, origin, receivedAt, body, recipients }: NewMessage): Claim {
  return {
    id,
    envelope,
    origin,
    size: body.size,
    receivedAt,
    body,
    recipients: recipients.map(({ address, notify, originalRecipient, route }, index) => ({
      number: index + 1,
      address,
      state: 'active',
      route: route ?? null,
      attempts: 0,
      nextAttemptAt: null,
      lastReply: null,
      lastHost: null,
      notify,
      originalRecipient,
      delayNoticeSentAt: null,
      hold: null,
    })),
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
