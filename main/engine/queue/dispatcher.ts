/** What becomes of a claim: the rules are asked, and each job waits for room on its route, is tried, and is recorded. */
import type { Pauses } from '../../../shared/contract/queue.ts'
import type { Dispose } from '../ports.ts'
import type { ContentFacts } from '../rules/mail-facts.ts'
import { type RuleNeeds, rulesNeed } from '../rules/rules-need.ts'
import type { Claim, QueueStorage } from '../storage/storage.ts'
import { type AttemptOptions, runAttempt } from './attempt.ts'
import type { BlockedRoutes } from './blocked-routes.ts'
import type { ContentReader } from './content-reader.ts'
import type { Job } from './job.ts'
import { JobBody } from './job-body.ts'
import { type Judgement, judgeReturn, judgeUnread } from './judge.ts'
import type { LeaseKeeper } from './lease-keeper.ts'
import { type PlacementMoment, placeClaim, type RoutingConfig } from './place-claim.ts'
import { recordWithReports } from './reports/report-writer.ts'
import type { RouteWindows } from './route-windows.ts'
import { RuleTurns } from './rule-turns.ts'

export interface DispatcherOptions
  extends Omit<AttemptOptions, 'config' | 'returnAt' | 'onPreparing' | 'onTried'>,
    Pick<PlacementMoment, 'localTimeOf'> {
  readonly storage: Pick<QueueStorage, 'openBody'>
  readonly config: () => RoutingConfig
  readonly windows: RouteWindows
  readonly leases: LeaseKeeper
  readonly pauses: () => Pauses
  readonly blocked: BlockedRoutes
  readonly content: ContentReader
  readonly isAskedFor: PlacementMoment['isAskedFor']
  /** Nothing of this route is in hand any more, perhaps. */
  readonly onFinished: () => void
  /** There may be something to claim: a report was written, or a route has room again. */
  readonly onDue: () => void
  /** Mail was held for want of a route by rules that are others by now. */
  readonly onHeldMeanwhile: () => void
}

/** Jobs of a route whose small bodies are read ahead. */
const PREFETCH = 16
/** Milliseconds until a route is asked again that has no capacity although nothing of ours is in flight on it. */
const STALL_PAUSE = 1_000
/** Messages that are read at the same time before the rules can be asked about them. */
const MAX_READING = 100

export class Dispatcher {
  readonly #options: DispatcherOptions
  readonly #attempt: AttemptOptions
  readonly #running = new Set<Promise<void>>()
  readonly #reading = new Set<Promise<void>>()
  readonly #turns = new RuleTurns()
  #stallTimer: Dispose | null = null
  #stopping = false

  constructor(options: DispatcherOptions) {
    this.#options = options
    this.#attempt = {
      ...options,
      returnAt: (route, now) => this.#returnAt(route, now),
      onPreparing: (job) => options.windows.preparing(job),
      onTried: (job) => options.windows.tried(job),
    }
  }

  /** May more be placed? Messages that have to be read first take their time. */
  get hasRoom(): boolean {
    return this.#reading.size < MAX_READING
  }

  get isReading(): boolean {
    return this.#reading.size > 0
  }

  /** `body` where it is known already. Only where rules ask for content is the message read first. */
  place(claim: Claim, body = new JobBody(this.#options.storage, claim.id, claim.body)): void {
    const { config, content } = this.#options
    const needs = rulesNeed(config().rules)
    const facts = needs.content ? content.known(claim.id, needs) : null
    if (needs.content && facts === null) this.#placeWhenRead(claim, body, needs)
    else this.#place(claim, body, facts)
  }

  #placeWhenRead(claim: Claim, body: JobBody, needs: RuleNeeds): void {
    const reading = this.#read(claim, body, needs).finally(() => {
      this.#reading.delete(reading)
      if (this.#reading.size === MAX_READING - 1) this.#options.onDue()
    })
    this.#reading.add(reading)
    this.#run(claim, reading)
  }

  /** Resolves when what was to be placed before now is. */
  async placed(): Promise<void> {
    await Promise.all(this.#reading)
  }

  async #read(claim: Claim, body: JobBody, needs: RuleNeeds): Promise<void> {
    const { config, content, clock, random, logger } = this.#options
    try {
      await content.read(claim.id, () => body.open(), needs)
      // From the beginning: the rules may have become others, and ask for more.
      this.place(claim, body)
    } catch (error) {
      logger.error('a message could not be read to ask the rules about it', { message: claim.id, error })
      const text = `The stored message could not be read, so the relay rules cannot be asked: ${String(error)}`
      const moment = { retry: config().retry, now: clock.now(), random: random.next() }
      await this.#settle(
        claim,
        claim.recipients.map((recipient) => judgeUnread(claim, recipient, text, moment)),
      )
    }
  }

  #place(claim: Claim, body: JobBody, content: ContentFacts | null): void {
    const { config, windows, leases, clock, random, localTimeOf, isAskedFor } = this.#options
    const now = clock.now()
    const asked = config()
    const { jobs, settled } = placeClaim(asked, claim, {
      now,
      random: () => random.next(),
      body,
      content,
      localTimeOf,
      isAskedFor,
      turnAt: (rule, limit) => this.#turns.turnAt(rule, limit, claim.id, now),
    })
    if (settled.length > 0) this.#run(claim, this.#settleAs(asked, claim, settled))
    for (const job of jobs) {
      if (this.#mayWait(job) && windows.add(job)) leases.hold(claim.id)
      else this.#run(claim, this.#return(job))
    }
    this.dispatch()
  }

  /** Starts whatever has room. */
  dispatch(): void {
    const { windows, leases } = this.#options
    if (this.#stopping) return
    for (let job = windows.next(); job; job = windows.next()) {
      this.#run(job.claim, this.#deliver(job))
      leases.drop(job.claim.id)
      for (const { body } of windows.ahead(job.route.name, PREFETCH)) body.prefetch()
    }
    this.#stallTimer?.()
    this.#stallTimer = windows.isStalled()
      ? this.#options.clock.after(STALL_PAUSE, () => this.dispatch())
      : null
  }

  /** The rules or routes are others: asks them again about everything that waits for room. */
  placeAgain(): void {
    const jobs = this.#options.windows.take(() => true)
    for (const job of jobs) {
      this.place(job.claim, job.body)
      this.#options.leases.drop(job.claim.id)
    }
  }

  /** Gives waiting jobs back to the store; resolves when they are there. What is in flight goes on. */
  async giveBack(wanted: (job: Job) => boolean): Promise<void> {
    const jobs = this.#options.windows.take(wanted)
    await Promise.all(jobs.map((job) => this.#return(job)))
    for (const { claim } of jobs) this.#options.leases.drop(claim.id)
  }

  /** Nothing new starts. */
  stop(): void {
    this.#stopping = true
    this.#stallTimer?.()
  }

  /** Resolves when nothing is in flight. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  #mayWait({ route }: Job): boolean {
    const { queue, routes } = this.#options.pauses()
    return (
      !this.#stopping && !queue && !routes.includes(route.name) && !this.#options.blocked.isLong(route.name)
    )
  }

  /** Keeps the lease while the work runs; none of it rejects. */
  #run(claim: Claim, work: Promise<void>): void {
    this.#options.leases.hold(claim.id)
    const running = work.finally(() => {
      this.#options.leases.drop(claim.id)
      this.#running.delete(running)
    })
    this.#running.add(running)
  }

  async #deliver(job: Job): Promise<void> {
    const reports = await runAttempt(this.#attempt, job)
    const reopened = this.#options.windows.finished(job)
    this.dispatch()
    if (reopened || reports.length > 0) this.#options.onDue()
    this.#options.onFinished()
  }

  /**
   * A change of rules or routes releases what is held for want of a route; what was being held at that moment is not
   * found by it, and asks for another round.
   */
  async #settleAs(asked: RoutingConfig, claim: Claim, judgements: readonly Judgement[]): Promise<void> {
    await this.#settle(claim, judgements)
    const { config, onHeldMeanwhile } = this.#options
    if (config() !== asked && judgements.some(holdsForWantOfRoute)) onHeldMeanwhile()
  }

  async #settle(claim: Claim, judgements: readonly Judgement[]): Promise<void> {
    const reports = await recordWithReports(this.#options.reports, claim, judgements)
    this.#options.changes.changed([claim.id, ...reports])
    if (reports.length > 0) this.#options.onDue()
  }

  async #return({ claim, route }: Job): Promise<void> {
    const now = this.#options.clock.now()
    const returned = claim.recipients.map((recipient) => judgeReturn(claim, recipient, route.name, now))
    await this.#options.writer.record(returned.map(({ result }) => result))
    this.#options.changes.changed([claim.id])
  }

  /** At stop there is no reason to wait: the next run may begin at once. */
  #returnAt(route: string, now: number): number {
    return this.#stopping ? now : this.#options.windows.returnAt(route, now)
  }
}

function holdsForWantOfRoute({ result: { event } }: Judgement): boolean {
  return event.kind === 'HoldByRule' && event.hold === 'no-route'
}
