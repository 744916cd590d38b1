/** What becomes of a claim: the rules are asked, and each job waits for room on its route, is tried, and is recorded. */
import type { Pauses } from '../../../shared/contract/queue.ts'
import type { Dispose } from '../ports.ts'
import type { Claim, QueueStorage } from '../storage/storage.ts'
import { type AttemptOptions, runAttempt } from './attempt.ts'
import type { Job } from './job.ts'
import { JobBody } from './job-body.ts'
import { type Judgement, judgeReturn } from './judge.ts'
import type { LeaseKeeper } from './lease-keeper.ts'
import { placeClaim, type RoutingConfig } from './place-claim.ts'
import { recordWithReports } from './reports/report-writer.ts'
import type { RouteWindows } from './route-windows.ts'

export interface DispatcherOptions extends Omit<AttemptOptions, 'config' | 'returnAt' | 'onTried'> {
  readonly storage: Pick<QueueStorage, 'openBody'>
  readonly config: () => RoutingConfig
  readonly windows: RouteWindows
  readonly leases: LeaseKeeper
  readonly pauses: () => Pauses
  /** There may be something to claim: a report was written, or a route has room again. */
  readonly onDue: () => void
}

/** Jobs of a route whose small bodies are read ahead. */
const PREFETCH = 16
/** Milliseconds until a route is asked again that has no capacity although nothing of ours is in flight on it. */
const STALL_PAUSE = 1_000

export class Dispatcher {
  readonly #options: DispatcherOptions
  readonly #attempt: AttemptOptions
  readonly #running = new Set<Promise<void>>()
  #stallTimer: Dispose | null = null
  #stopping = false

  constructor(options: DispatcherOptions) {
    this.#options = options
    this.#attempt = {
      ...options,
      returnAt: (route, now) => this.#returnAt(route, now),
      onTried: (job) => options.windows.tried(job),
    }
  }

  /** `body` where it is known already. */
  place(claim: Claim, body?: JobBody): void {
    const { config, storage, windows, leases, clock, random } = this.#options
    const { jobs, settled } = placeClaim(config(), claim, {
      now: clock.now(),
      random: () => random.next(),
      body: body ?? new JobBody(storage, claim.id, claim.body),
    })
    if (settled.length > 0) this.#run(claim, this.#settle(claim, settled))
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
    return !this.#stopping && !queue && !routes.includes(route.name)
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
