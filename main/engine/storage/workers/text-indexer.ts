import { indexWaiting } from '../queries/text-index.ts'
import type { WriteConnection } from './connection.ts'

/** Messages at which the index does not wait for a quieter moment: some milliseconds of work. */
const MOST_WAITING = 256
/** Milliseconds, so that messages that come together are indexed together; who searches for words does not wait for it. */
const INDEX_AFTER = 1_000
/** Milliseconds until it is tried again where the disk or the database refused. */
const TRY_AGAIN_AFTER = 5_000

export interface TextIndexer {
  /** To be called after every commit. */
  soon(): void
  /** Everything that waits; a failure is told, and tried again later. */
  now(): void
  /** Everything that waits, if that is possible; nothing more from now on. */
  finish(): void
}

export interface IndexerEvents {
  /** A lot was indexed because nothing more came for a while; may fail likewise. */
  readonly onQuiet: () => void
  readonly onFailure: (error: unknown) => void
}

export function createTextIndexer(
  connection: WriteConnection,
  { onQuiet, onFailure }: IndexerEvents,
): TextIndexer {
  const { textIndex } = connection
  let timer: NodeJS.Timeout | null = null
  let isFailing = false

  function later(milliseconds: number): void {
    timer ??= setTimeout(() => {
      timer = null
      attempt(() => {
        indexWaiting(connection, textIndex)
        onQuiet()
      })
    }, milliseconds).unref()
  }

  function cancel(): void {
    if (timer) clearTimeout(timer)
    timer = null
  }

  function now(): void {
    attempt(() => indexWaiting(connection, textIndex))
  }

  function attempt(work: () => void): void {
    cancel()
    try {
      work()
      isFailing = false
    } catch (error) {
      isFailing = true
      onFailure(error)
      later(TRY_AGAIN_AFTER)
    }
  }

  return {
    now,
    soon() {
      if (textIndex.waiting.size === 0) return
      if (textIndex.waiting.size >= MOST_WAITING && !isFailing) now()
      else later(INDEX_AFTER)
    },
    finish() {
      now()
      cancel()
    },
  }
}
