/**
 * Gives up what has grown too old on a route that takes nothing (pace, open circuits, no sign-in): claims pass it over,
 * so that no attempt would ever notice. What the operator paused waits for the operator.
 */
import type { MessageId } from '../../../shared/domain/id.ts'
import type { Route } from '../../../shared/domain/route.ts'
import type { EngineConfig } from '../config/config-source.ts'
import type { Delivery } from '../delivery/delivery.ts'
import type { Clock, Logger } from '../ports.ts'
import type { Claim, QueueStorage } from '../storage/storage.ts'
import { judgeBlocked } from './judge.ts'
import type { LeaseKeeper } from './lease-keeper.ts'
import { type ReportWriterOptions, recordWithReports } from './reports/report-writer.ts'
import { retryPolicy } from './retry-schedule.ts'
import { Rounds } from './rounds.ts'

export interface BlockedExpiryOptions {
  readonly storage: Pick<QueueStorage, 'claimOld'>
  readonly delivery: Pick<Delivery, 'blocked'>
  readonly config: () => Pick<EngineConfig, 'retry' | 'routes'>
  readonly reports: ReportWriterOptions
  readonly leases: LeaseKeeper
  readonly clock: Clock
  readonly logger: Logger
  /** Does mail of this route flow, as far as the operator is concerned? */
  readonly mayExpire: (route: string) => boolean
  /** These and their reports changed, and the reports are due. */
  readonly onExpired: (ids: readonly MessageId[]) => void
}

/** Milliseconds. Days may end some minutes late. */
const LOOK_EVERY = 300_000
/** Messages a slice: each writes a report. */
const SLICE = 50

export class BlockedExpiry {
  readonly #options: BlockedExpiryOptions
  readonly #rounds: Rounds

  constructor(options: BlockedExpiryOptions) {
    this.#options = options
    this.#rounds = new Rounds(options.clock, LOOK_EVERY, () => this.#look())
  }

  start(): void {
    this.#rounds.start()
  }

  /** Resolves when nothing is being given up. */
  stop(): Promise<void> {
    return this.#rounds.stop()
  }

  /** Never rejects. */
  async #look(): Promise<void> {
    const { config, logger } = this.#options
    try {
      for (const route of config().routes) await this.#expire(route)
    } catch (error) {
      logger.error('mail on a blocked route could not be given up; the next look tries again', { error })
    }
  }

  async #expire(route: Route): Promise<void> {
    let after: MessageId | null = null
    for (let why = this.#whyBlocked(route); why !== null; why = this.#whyBlocked(route)) {
      const claims = await this.#claim(route, after)
      await Promise.all(claims.map((claim) => this.#giveUp(claim, route, why ?? '')))
      if (claims.length < SLICE) return
      after = claims.at(-1)?.id ?? null
    }
  }

  /** Asked before each slice: null as soon as the route takes mail again, or the operator stops it. */
  #whyBlocked(route: Route): string | null {
    const { delivery, mayExpire } = this.#options
    if (this.#rounds.stopping || !mayExpire(route.name)) return null
    return delivery.blocked(route)?.text ?? null
  }

  #claim(route: Route, after: MessageId | null): Promise<Claim[]> {
    const { storage, leases, clock, config } = this.#options
    const now = clock.now()
    // What was received then expires now.
    const before = now - retryPolicy(config().retry, route).expireAfter
    return storage.claimOld({ route: route.name, before, after, now, lease: leases.lease(), limit: SLICE })
  }

  async #giveUp(claim: Claim, route: Route, why: string): Promise<void> {
    const { reports, leases, clock, config, onExpired } = this.#options
    const moment = { policy: retryPolicy(config().retry, route), now: clock.now() }
    leases.hold(claim.id)
    const reason = { route: route.name, why }
    const judged = claim.recipients.map((recipient) => judgeBlocked(claim, recipient, reason, moment))
    const written = await recordWithReports(reports, claim, judged)
    leases.drop(claim.id)
    onExpired([claim.id, ...written])
  }
}
