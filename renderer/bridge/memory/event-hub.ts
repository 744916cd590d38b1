/** Hands each published value to every stream that is being read; leaving a stream forgets it. */
export interface EventHub<T> {
  publish(value: T): void
  stream(signal?: AbortSignal): AsyncGenerator<T, void>
}

export function createEventHub<T>(): EventHub<T> {
  const readers = new Set<(value: T) => void>()
  return {
    publish(value) {
      for (const reader of [...readers]) reader(value)
    },
    async *stream(signal) {
      const waiting: T[] = []
      let wake = () => {}
      const reader = (value: T) => {
        waiting.push(value)
        wake()
      }
      signal?.addEventListener('abort', () => wake(), { once: true })
      readers.add(reader)
      try {
        while (!signal?.aborted) {
          const value = waiting.shift()
          if (value !== undefined) yield value
          else await new Promise<void>((resolve) => (wake = resolve))
        }
      } finally {
        readers.delete(reader)
      }
    },
  }
}
