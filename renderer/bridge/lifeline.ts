/**
 * Ties promises and streams to a connection: when it dies, everything that hangs on it rejects at once. A transport
 * cannot be trusted with that (a MessagePort does not notice that the other process is gone).
 */
export interface Lifeline {
  guard<T>(work: Promise<T>): Promise<T>
  guardStream<T>(stream: AsyncIterator<T>): AsyncIterableIterator<T>
  /** A signal that aborts with the given one, but no longer once cut: nobody is there to be told. */
  follow(signal: AbortSignal): AbortSignal
  cut(reason: Error): void
}

export function createLifeline(): Lifeline {
  // A set, not Promise.race with one long promise: that would keep every settled call in memory.
  const pending = new Set<(reason: Error) => void>()
  let dead: Error | null = null

  const guard = <T>(work: Promise<T>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      if (dead) {
        work.catch(() => {})
        reject(dead)
        return
      }
      pending.add(reject)
      const settled = () => pending.delete(reject)
      work.then(
        (value) => {
          settled()
          resolve(value)
        },
        (error: unknown) => {
          settled()
          reject(error)
        },
      )
    })

  return {
    guard,
    guardStream(stream) {
      const guarded: AsyncIterableIterator<Awaited<ReturnType<typeof stream.next>>['value']> = {
        next: () => guard(stream.next()),
        return: (value) => {
          // The other side is told to stop only while there is one.
          if (dead || !stream.return) return Promise.resolve({ done: true, value })
          return guard(stream.return(value))
        },
        [Symbol.asyncIterator]: () => guarded,
      }
      return guarded
    },
    follow(signal) {
      const controller = new AbortController()
      const abort = () => {
        if (!dead) controller.abort(signal.reason)
      }
      if (signal.aborted) abort()
      else signal.addEventListener('abort', abort, { once: true })
      return controller.signal
    },
    cut(reason) {
      dead = reason
      for (const reject of [...pending]) reject(reason)
      pending.clear()
    },
  }
}

export function isStream(value: unknown): value is AsyncIterator<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}
