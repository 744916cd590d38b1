/** What the rest of the engine asks of the queue. */
import type { OperationResult, Pauses, QueueOperation, Selection } from '../../../shared/contract/queue.ts'
import type { MessageId } from '../../../shared/domain/id.ts'
import type { NewMessage, RecipientResult } from '../storage/storage.ts'

export interface QueueService {
  /**
   * Takes responsibility: resolves when message, recipients and body are synced, and only then may 250 be answered.
   * Rejects with the storage's error, and then nothing was kept.
   */
  receive(message: NewMessage): Promise<void>
  /** Releases the leases of dead runs and begins to deliver. */
  start(): Promise<void>
  /** No new attempts; those in flight finish or are released until the signal aborts. */
  stop(signal: AbortSignal): Promise<void>
  operate(operation: QueueOperation, selection: Selection, actor: string): Promise<OperationResult>
  pause(route: string | null, paused: boolean, actor: string): Promise<Pauses>
  pauses(): Pauses
  /**
   * Mail that waits for ETRN on these routes is due now, that of these domains (patterns) or all; answers how many
   * messages. It goes on until all is tried, half an hour at most, or the host fails.
   */
  startWaiting(routes: readonly string[], domains: readonly string[] | null): Promise<number>
}

/** Hears which messages changed; cheap, synchronous, coalesced by the listener. */
export interface QueueChanges {
  changed(ids: readonly MessageId[]): void
  removed(ids: readonly MessageId[]): void
  /** For figures: a message was accepted, so many of its recipients were delivered, a route failed. */
  accepted(message: Pick<NewMessage, 'origin' | 'recipients'>): void
  delivered(route: string, recipients: number, receivedAt: number): void
  failed(route: string, problem: string): void
  /** What became of recipients is on disk. */
  recorded(results: readonly RecipientResult[]): void
  /** Relay rules decided about a recipient, or change its mail. */
  ruled(rules: readonly string[], message: MessageId): void
}
