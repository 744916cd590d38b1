/**
 * Everything that changes, for whoever watches. Changes are only noted (by id, coalesced, bounded) while somebody
 * watches; rows are read when a batch goes out, one batch at a time, at most 20 a second. With nobody watching, a
 * change costs one comparison. Each watcher has a bounded queue: a slow one loses batches and sees the gap in seq.
 */
import type { OperationView } from '../../../shared/contract/operations.ts'
import type { EventBatch, Status } from '../../../shared/contract/system.ts'
import type { MessageId } from '../../../shared/domain/id.ts'
import type { MessageRow } from '../../../shared/domain/message.ts'
import type { SessionRow } from '../../../shared/domain/session.ts'
import type { Clock, Dispose, Logger } from '../ports.ts'
import { BoundedBatches } from './bounded-batches.ts'

export interface EventHubOptions {
  readonly clock: Clock
  readonly logger: Logger
  readonly readRows: (ids: readonly MessageId[]) => Promise<MessageRow[]>
  readonly readStatus: () => Promise<Status>
  /** Called while somebody watches; its rows go into the batches. */
  readonly watchSessions: (listener: (rows: readonly SessionRow[]) => void) => Dispose
}

export interface EventHub {
  messagesChanged(ids: readonly MessageId[]): void
  messagesRemoved(ids: readonly MessageId[]): void
  configurationChanged(sections: readonly string[]): void
  operationsChanged(views: readonly OperationView[]): void
  /** A listener, the certificate or the disk: nothing but the status says so. */
  statusChanged(): void
  /** First the status, then what changes, until the signal aborts or the hub closes. */
  watch(signal?: AbortSignal): AsyncGenerator<EventBatch, void>
  close(): void
}

const FLUSH_MS = 50
const STATUS_MS = 1_000
/** The status is also read when nothing was noted: disk, ages and listeners change by themselves. */
const IDLE_STATUS_MS = 10_000
/** Of each kind in one batch. */
const MOST = 200

export function createEventHub(options: EventHubOptions): EventHub {
  const { clock, logger } = options
  const watchers = new Set<BoundedBatches>()
  let noted = nothingNoted()
  let seq = 0
  let cancelFlush: Dispose | null = null
  let cancelStatus: Dispose | null = null
  let stopSessions: Dispose | null = null
  let flushing = false
  let statusStale = false
  let statusAt = 0

  function note(change: (noted: Noted) => void): void {
    if (watchers.size === 0) return
    change(noted)
    statusStale = true
    scheduleFlush()
  }

  function scheduleFlush(): void {
    if (flushing || watchers.size === 0) return
    cancelFlush ??= clock.after(FLUSH_MS, () => {
      cancelFlush = null
      void flush(null)
    })
  }

  /** One at a time: while rows are read, changes gather for the next. Never rejects. */
  async function flush(status: Status | null): Promise<void> {
    flushing = true
    const taken = noted
    noted = nothingNoted()
    try {
      const messages = taken.messages.size === 0 ? [] : await options.readRows([...taken.messages])
      publish(taken, messages, status)
    } catch (error) {
      logger.warn('The rows of changed messages could not be read; viewers are told to ask again.', { error })
      publish({ ...taken, more: true }, [], status)
    } finally {
      flushing = false
      if (isWorthABatch(noted)) scheduleFlush()
    }
  }

  function publish(taken: Noted, messages: MessageRow[], status: Status | null): void {
    seq += 1
    const batch: EventBatch = {
      seq,
      messages,
      removedMessages: [...taken.removed],
      sessions: [...taken.sessions.values()],
      operations: [...taken.operations.values()],
      more: taken.more,
      configuration: [...taken.configuration],
      status,
    }
    for (const watcher of watchers) watcher.push(batch)
  }

  function scheduleStatus(): void {
    cancelStatus = clock.after(STATUS_MS, () => {
      const due = statusStale || Math.abs(clock.now() - statusAt) >= IDLE_STATUS_MS
      const done = due ? sendStatus() : Promise.resolve()
      void done.finally(() => {
        if (watchers.size > 0) scheduleStatus()
      })
    })
  }

  async function sendStatus(): Promise<void> {
    statusStale = false
    statusAt = clock.now()
    try {
      const status = await options.readStatus()
      if (!flushing) {
        cancelFlush?.()
        cancelFlush = null
        await flush(status)
      } else publish(nothingNoted(), [], status)
    } catch (error) {
      statusStale = true
      logger.warn('The status could not be read.', { error })
    }
  }

  function add(watcher: BoundedBatches): void {
    watchers.add(watcher)
    if (watchers.size > 1) return
    stopSessions = options.watchSessions((rows) =>
      note((noted) => {
        for (const row of rows) limited(noted, noted.sessions, row.id, () => noted.sessions.set(row.id, row))
      }),
    )
    scheduleStatus()
  }

  function remove(watcher: BoundedBatches): void {
    if (!watchers.delete(watcher) || watchers.size > 0) return
    for (const cancel of [stopSessions, cancelStatus, cancelFlush]) cancel?.()
    stopSessions = cancelStatus = cancelFlush = null
    noted = nothingNoted()
  }

  return {
    messagesChanged: (ids) =>
      note((noted) => {
        for (const id of ids) limited(noted, noted.messages, id, () => noted.messages.add(id))
      }),
    messagesRemoved: (ids) =>
      note((noted) => {
        for (const id of ids) {
          noted.messages.delete(id)
          limited(noted, noted.removed, id, () => noted.removed.add(id))
        }
      }),
    configurationChanged: (sections) =>
      note((noted) => {
        for (const section of sections) noted.configuration.add(section)
      }),
    operationsChanged: (views) =>
      note((noted) => {
        for (const view of views) noted.operations.set(view.id, view)
      }),
    statusChanged() {
      statusStale = true
    },
    async *watch(signal) {
      const watcher = new BoundedBatches()
      const leave = () => watcher.close()
      signal?.addEventListener('abort', leave, { once: true })
      if (signal?.aborted) leave()
      add(watcher)
      try {
        const first = seq
        yield { ...emptyBatch(first), status: await options.readStatus() }
        for (let batch = await watcher.next(); batch; batch = await watcher.next()) yield batch
      } finally {
        signal?.removeEventListener('abort', leave)
        remove(watcher)
      }
    },
    close() {
      for (const watcher of [...watchers]) {
        watcher.close()
        remove(watcher)
      }
    },
  }
}

interface Noted {
  readonly messages: Set<MessageId>
  readonly removed: Set<MessageId>
  readonly sessions: Map<string, SessionRow>
  readonly configuration: Set<string>
  readonly operations: Map<string, OperationView>
  more: boolean
}

function nothingNoted(): Noted {
  return {
    messages: new Set(),
    removed: new Set(),
    sessions: new Map(),
    configuration: new Set(),
    operations: new Map(),
    more: false,
  }
}

function isWorthABatch(noted: Noted): boolean {
  return (
    noted.more ||
    noted.messages.size + noted.removed.size + noted.sessions.size + noted.configuration.size > 0 ||
    noted.operations.size > 0
  )
}

/** Adds what is known already or still has room; otherwise the batch says that there was more. */
function limited(
  noted: Noted,
  collection: { readonly size: number; has(id: string): boolean },
  id: string,
  add: () => void,
): void {
  if (collection.size < MOST || collection.has(id)) add()
  else noted.more = true
}

function emptyBatch(seq: number): EventBatch {
  return {
    seq,
    messages: [],
    removedMessages: [],
    sessions: [],
    operations: [],
    more: false,
    configuration: [],
    status: null,
  }
}
