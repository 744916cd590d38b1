import type { MessageId } from '../../../shared/domain/id.ts'
import type { Clock } from '../ports.ts'
import type { QueueChanges } from '../queue/queue-service.ts'
import type { EventHub } from './event-hub.ts'
import { RouteHealthLog } from './route-health.ts'
import { Throughput } from './throughput.ts'

/** Hears what the queue does: counts it, and passes it on to whoever watches. Called for every message, so it is cheap. */
export class QueueMeter implements QueueChanges {
  readonly acceptedMessages: Throughput
  readonly deliveredRecipients: Throughput
  readonly health: RouteHealthLog
  readonly #hub: Pick<EventHub, 'messagesChanged' | 'messagesRemoved'>

  constructor(clock: Clock, hub: Pick<EventHub, 'messagesChanged' | 'messagesRemoved'>) {
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

  accepted(): void {
    this.acceptedMessages.add()
  }

  delivered(route: string, recipients: number): void {
    this.deliveredRecipients.add(recipients)
    this.health.succeeded(route)
  }

  failed(route: string, problem: string): void {
    this.health.failed(route, problem)
  }
}
