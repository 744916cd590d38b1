import type { EventBatch } from '../../../shared/contract/system.ts'

/** Batches that one watcher may lag behind: half a second. Beyond, the oldest go, and seq shows the gap. */
const MOST_WAITING = 10

/** The queue between the hub and one watcher. */
export class BoundedBatches {
  readonly #waiting: EventBatch[] = []
  #wake: (() => void) | null = null
  #closed = false

  push(batch: EventBatch): void {
    if (this.#closed) return
    this.#waiting.push(batch)
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift()
    this.#wake?.()
  }

  /** The next batch; null after close, whatever was still waiting. */
  async next(): Promise<EventBatch | null> {
    while (!this.#closed && this.#waiting.length === 0)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    this.#wake = null
    return this.#closed ? null : (this.#waiting.shift() ?? null)
  }

  close(): void {
    this.#closed = true
    this.#waiting.length = 0
    this.#wake?.()
  }
}
