import type { MessageId } from '../../../shared/domain/id.ts'
import type { Clock } from '../ports.ts'
import type { QueueChanges } from '../queue/queue-service.ts'
import type { FigureLog } from '../statistics/figure-log.ts'
import type { NewMessage, RecipientResult } from '../storage/storage.ts'
import type { EventHub } from './event-hub.ts'
import { RouteHealthLog } from './route-health.ts'
import { Throughput } from './throughput.ts'

/** Hears what the queue does: counts it, and passes it on to whoever watches. Called for every message, so it is cheap. */
export class QueueMeter implements QueueChanges {
  readonly acceptedMessages: Throughput
  readonly deliveredRecipients: Throughput
  readonly health: RouteHealthLog
  readonly #hub: Pick<EventHub, 'messagesChanged' | 'messagesRemoved'>

  readonly #figures: FigureLog
  readonly #clock: Clock
  /** When an attempt last came to an end, whatever it was; null since start. */
  lastOutcomeAt: number | null = null

  constructor(clock: Clock, hub: Pick<EventHub, 'messagesChanged' | 'messagesRemoved'>, figures: FigureLog) {
    this.#clock = clock
    this.#figures = figures
    this.acceptedMessages = new Throughput(clock)
    this.deliveredRecipients = new Throughput(clock)
    this.health = new RouteHealthLog(clock)
    this.#hub = hub
  }

  changed(ids: readonly MessageId[]): void {
    this.#hub.messagesChanged(ids)
  }

  removed(ids: readonly MessageId[]): void {
    this.#hub.messagesRemoved(ids)
  }

  accepted({ origin, recipients }: Pick<NewMessage, 'origin' | 'recipients'>): void {
    this.acceptedMessages.add()
    this.#figures.accepted(origin, recipients.length)
  }

  delivered(route: string, recipients: number, receivedAt: number): void {
    this.deliveredRecipients.add(recipients)
    this.#figures.delivered(recipients, receivedAt)
    this.health.succeeded(route)
  }

  failed(route: string, problem: string): void {
    this.health.failed(route, problem)
  }

  recorded(results: readonly RecipientResult[]): void {
    this.#figures.recorded(results)
    if (results.some(({ event }) => event.kind !== 'ReleaseLease')) this.lastOutcomeAt = this.#clock.now()
  }

  ruled(rules: readonly string[], message: MessageId): void {
    this.#figures.ruled(rules, message)
  }
}
