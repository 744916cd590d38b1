/** What the operator does to mail that the queue has in hand: nothing is claimed under his hands, and what waits comes back first. */
import type { OperationResult, QueueOperation, Selection } from '../../../../shared/contract/queue.ts'
import type { MessageId } from '../../../../shared/domain/id.ts'
import type { Clock } from '../../ports.ts'
import type { Claim, Lease, QueueStorage } from '../../storage/storage.ts'
import { type BounceOptions, bounceClaim, bounceSelected } from '../bounce-selected.ts'
import type { ClaimLoop } from '../claim-loop.ts'
import type { Dispatcher } from '../dispatcher.ts'
import type { LeaseKeeper } from '../lease-keeper.ts'
import type { QueueChanges } from '../queue-service.ts'
import { isOneOf, type RouteWindows } from '../route-windows.ts'

export interface OperatorHandsOptions {
  readonly storage: QueueStorage
  readonly reports: BounceOptions['reports']
  readonly leases: LeaseKeeper
  readonly windows: RouteWindows
  readonly clock: Clock
  readonly changes: QueueChanges
  /** Made after this. */
  readonly claims: () => ClaimLoop
  readonly dispatcher: () => Dispatcher
  /** Hosts that are left alone after failures get a try. */
  readonly tryHostsNow: () => void
  /** Mail that is held for want of a route asks the rules again, where they are others than at that time. */
  readonly askRulesAgain: (since: number) => void
}

export class OperatorHands {
  readonly #options: OperatorHandsOptions
  /** Operations that take waiting mail away. */
  #suspensions = 0

  constructor(options: OperatorHandsOptions) {
    this.#options = options
  }

  /** May mail be claimed? */
  get areOff(): boolean {
    return this.#suspensions === 0
  }

  async operate(operation: QueueOperation, selection: Selection, actor: string): Promise<OperationResult> {
    if (operation === 'send-now') this.#options.tryHostsNow()
    const work = () => this.#operate(operation, selection, actor)
    if (operation === 'send-now' || operation === 'release') return await work()
    return await this.take(selection.kind === 'ids' ? selection.ids : null, work)
  }

  #operate(operation: QueueOperation, selection: Selection, actor: string): Promise<OperationResult> {
    const { storage, clock, changes } = this.#options
    if (operation === 'bounce') return bounceSelected({ ...this.#options, changes }, selection, actor)
    const request = { operation, selection, now: clock.now(), actor }
    return storage.operate(request, (_, touched) => this.changed(touched))
  }

  /** Waiting jobs are leased, and work on them passes over what is leased: they go back first. null: all of them. */
  async take<T>(ids: readonly MessageId[] | null, work: () => Promise<T>): Promise<T> {
    const { claims, dispatcher } = this.#options
    this.#suspensions++
    try {
      await claims().idle()
      await dispatcher().placed()
      await dispatcher().giveBack(isOneOf(ids))
      return await work()
    } finally {
      this.#suspensions--
      claims().kick()
    }
  }

  /** Ends claims of the operator, each with the report that it causes. */
  async bounce(claims: readonly Claim[], actor: string): Promise<void> {
    await Promise.all(claims.map((claim) => bounceClaim(this.#options, claim, actor)))
  }

  lease(): Lease {
    return this.#options.leases.lease()
  }

  changed(ids: readonly MessageId[]): void {
    this.#options.changes.changed(ids)
    this.#options.claims().kick()
  }

  tryHostsNow(): void {
    this.#options.tryHostsNow()
  }

  /** Mail of this route lies in the store now: what comes new goes behind it. */
  redirected(route: string | null): void {
    if (route !== null) this.#options.windows.markSpilled([route])
  }

  askRulesAgain(since: number): void {
    this.#options.askRulesAgain(since)
  }
}
