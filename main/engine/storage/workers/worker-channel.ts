import { Worker } from 'node:worker_threads'
import type { RecoveryReport } from '../recovery/set-aside-folder.ts'
import { StorageUnavailable } from '../storage-errors.ts'
import { type Failure, isDamage, isWriteFailure, reviveFailure } from './failure.ts'
import { type Call, CLOSE, type WorkerMessage, type WorkerStart } from './protocol.ts'
import { type WorkerEntry, workerUrl } from './worker-url.ts'

/** Operations of one worker by name: (connection, argument) to value. */
export type Operations = Readonly<Record<string, (connection: never, argument: never) => unknown>>

export interface WorkerChannel<O extends Operations> {
  /** Highest key in use when the worker opened the database. */
  readonly lastKey: number | null
  /** Resolves with the operation's value: for a write, after the commit. */
  call<K extends keyof O & string>(operation: K, argument: Parameters<O[K]>[1]): Promise<ReturnType<O[K]>>
  /** Resolves after everything that was asked before. */
  close(): Promise<void>
  /** Ends the worker at once, as a crash would; whatever waits is rejected. */
  terminate(): Promise<void>
}

export interface ChannelEvents {
  readonly onUnusedFiles: (keys: readonly number[]) => void
  /** The disk or the database failed a call. */
  readonly onWriteFailure: (error: Error) => void
  /** The database was found damaged while it was opened; without a report its recovery begins. */
  readonly onRecovery?: (reason: string, report: RecoveryReport | null) => void
  /** A call met damage of the database: whoever goes on may make it worse. */
  readonly onDamage?: (error: Error) => void
  /** The worker is gone, and it was not closed. */
  readonly onFailure: (error: Error) => void
}

interface Pending {
  readonly resolve: (value: never) => void
  readonly reject: (error: Error) => void
}

/**
 * Starts a worker and waits until it has opened the database. Calls of one turn of the event loop travel in one post,
 * and so do the answers of one commit. When the worker dies, every call that waits is rejected with
 * StorageUnavailable, and so is every later one.
 * @throws whatever the worker could not open for: DataFolderInUse, SchemaTooNew, DiskFull, …
 */
export async function openWorkerChannel<O extends Operations>(
  entry: WorkerEntry,
  start: WorkerStart,
  events: ChannelEvents,
): Promise<WorkerChannel<O>> {
  const worker = new Worker(workerUrl(entry), { workerData: start, name: entry })
  const pending = new Map<number, Pending>()
  let outbox: Call[] = []
  let nextId = 1
  let isOpen = false
  /** Why new calls are refused; null while they are taken. */
  let refusal: StorageUnavailable | null = null
  let closing: Promise<void> | null = null

  // Workers end by themselves: terminate() in the midst of a native call or a compilation can bring down the process.
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  // The same listeners for life: a Worker that loses its last one for a moment may lose messages with it.
  const lastKey = await new Promise<number | null>((resolve, reject) => {
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'answers') return take(message)
      if (message.kind === 'trouble') return tell(message.failure)
      if (message.kind === 'recovery') return events.onRecovery?.(message.reason, message.report)
      if (message.kind === 'ready') return resolve(message.lastKey)
      ended.then(() => reject(reviveFailure(message.failure)), reject)
    })
    worker.on('error', (error) => {
      reject(new StorageUnavailable(`The ${nameOf(entry)} could not start.`, { cause: error }))
      fail(error)
    })
    worker.on('exit', () => fail(new Error('the worker ended')))
  })
  isOpen = true

  function take({ answers, unusedFiles }: WorkerMessage & { readonly kind: 'answers' }) {
    for (const answer of answers) {
      const call = pending.get(answer.id)
      pending.delete(answer.id)
      if ('failure' in answer) refuse(call, answer.failure)
      else call?.resolve(answer.value as never)
    }
    if (unusedFiles.length > 0) events.onUnusedFiles(unusedFiles)
  }

  function refuse(call: Pending | undefined, failure: Failure) {
    call?.reject(tell(failure))
  }

  function tell(failure: Failure): Error {
    const error = reviveFailure(failure)
    if (isWriteFailure(failure)) events.onWriteFailure(error)
    if (isDamage(error)) events.onDamage?.(error)
    return error
  }

  function fail(cause: unknown) {
    const isExpected = refusal !== null || !isOpen
    refusal ??= new StorageUnavailable(`The ${nameOf(entry)} has stopped: start Mailroom again.`, { cause })
    for (const { reject } of pending.values()) reject(refusal)
    pending.clear()
    if (!isExpected) events.onFailure(refusal)
  }

  function flush() {
    const calls = outbox
    outbox = []
    try {
      worker.postMessage(calls)
    } catch {
      for (const call of calls) post(call)
    }
  }

  /** One call that cannot be cloned must not take those of others with it. */
  function post(call: Call) {
    try {
      worker.postMessage([call])
    } catch (error) {
      pending.get(call.id)?.reject(error as Error)
      pending.delete(call.id)
    }
  }

  function send(operation: string, argument: unknown): Promise<never> {
    if (refusal) return Promise.reject(refusal)
    const id = nextId++
    // Not a microtask: all sockets that are readable in this turn of the event loop share the post.
    if (outbox.length === 0) setImmediate(flush)
    outbox.push({ id, operation, argument })
    return new Promise((resolve, reject) => pending.set(id, { resolve, reject }))
  }

  async function close(): Promise<void> {
    if (refusal) return
    const closed = send(CLOSE, null)
    refusal = new StorageUnavailable('The store is closed.')
    await closed
    await ended
  }

  return {
    lastKey,
    call: (operation, argument) => send(operation, argument),
    close() {
      closing ??= close()
      return closing
    },
    async terminate() {
      await worker.terminate()
    },
  }
}

function nameOf(entry: string): string {
  return entry.replace('-', ' ')
}
