import { Worker } from 'node:worker_threads'
import { StorageUnavailable } from '../storage-errors.ts'
import { reviveFailure } from './failure.ts'
import { type Call, CLOSE, type WorkerMessage, type WorkerStart } from './protocol.ts'

/** Operations of one worker by name: (connection, argument) to value. */
export type Operations = Readonly<Record<string, (connection: never, argument: never) => unknown>>

export interface WorkerChannel<O extends Operations> {
  /** Highest key in use when the worker opened the database. */
  readonly lastKey: number | null
  /** Resolves with the operation's value: for a write, after the commit. */
  call<K extends keyof O & string>(operation: K, argument: Parameters<O[K]>[1]): Promise<ReturnType<O[K]>>
  /** Resolves after everything that was asked before. */
  close(): Promise<void>
}

export interface ChannelEvents {
  readonly onUnusedFiles: (keys: readonly number[]) => void
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
  entry: 'storage-writer' | 'storage-reader',
  start: WorkerStart,
  events: ChannelEvents,
): Promise<WorkerChannel<O>> {
  const worker = new Worker(workerUrl(entry), { workerData: start, name: entry })
  const pending = new Map<number, Pending>()
  let outbox: Call[] = []
  let nextId = 1
  let gone: StorageUnavailable | null = null
  let isOpen = false

  // The same listeners for life: a Worker that loses its last one for a moment may lose messages with it.
  const lastKey = await new Promise<number | null>((resolve, reject) => {
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'answers') return take(message)
      if (message.kind === 'ready') return resolve(message.lastKey)
      gone = new StorageUnavailable('The store did not open.')
      worker.terminate().then(() => reject(reviveFailure(message.failure)), reject)
    })
    worker.on('error', (error) => {
      reject(new StorageUnavailable(`The ${entry.replace('-', ' ')} could not start.`, { cause: error }))
      fail(error)
    })
    worker.on('exit', () => fail(new Error('the worker ended')))
  })
  isOpen = true

  function take({ answers, unusedFiles }: WorkerMessage & { readonly kind: 'answers' }) {
    for (const answer of answers) {
      const call = pending.get(answer.id)
      pending.delete(answer.id)
      if ('failure' in answer) call?.reject(reviveFailure(answer.failure))
      else call?.resolve(answer.value as never)
    }
    if (unusedFiles.length > 0) events.onUnusedFiles(unusedFiles)
  }

  function fail(cause: unknown) {
    if (gone) return
    gone = new StorageUnavailable(`The ${entry.replace('-', ' ')} has stopped: start Mailroom again.`, {
      cause,
    })
    for (const { reject } of pending.values()) reject(gone)
    pending.clear()
    if (isOpen) events.onFailure(gone)
  }

  function flush() {
    const calls = outbox
    outbox = []
    if (!gone) worker.postMessage(calls)
  }

  function send(operation: string, argument: unknown): Promise<never> {
    if (gone) return Promise.reject(gone)
    const id = nextId++
    // Not a microtask: all sockets that are readable in this turn of the event loop share the post.
    if (outbox.length === 0) setImmediate(flush)
    outbox.push({ id, operation, argument })
    return new Promise((resolve, reject) => pending.set(id, { resolve, reject }))
  }

  return {
    lastKey,
    call: (operation, argument) => send(operation, argument),
    async close() {
      if (gone) return
      await send(CLOSE, null)
      gone = new StorageUnavailable('The store is closed.')
      await worker.terminate()
    },
  }
}

/** From source the entry is TypeScript beside this folder; in the bundle all entries lie flat, beside every chunk. */
function workerUrl(entry: string): URL {
  const file = import.meta.url.endsWith('.ts') ? `../${entry}.ts` : `./${entry}.js`
  return new URL(file, import.meta.url)
}
