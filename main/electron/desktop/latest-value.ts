/** A value that changes, for any number of listeners: first what it is, then the newest each time; none waits in line. */
export interface LatestValue<T> {
  get(): T
  set(value: T): void
  watch(signal?: AbortSignal): AsyncGenerator<T, void>
}

export function createLatestValue<T>(first: T): LatestValue<T> {
  let value = first
  let version = 0
  const wakes = new Set<() => void>()
  const wakeAll = () => {
    for (const wake of [...wakes]) wake()
  }
  return {
    get: () => value,
    set(next) {
      value = next
      version += 1
      wakeAll()
    },
    async *watch(signal) {
      let told = -1
      signal?.addEventListener('abort', wakeAll)
      try {
        while (signal?.aborted !== true) {
          if (told !== version) {
            told = version
            yield value
          } else await nextWake(wakes)
        }
      } finally {
        signal?.removeEventListener('abort', wakeAll)
      }
    },
  }
}

function nextWake(wakes: Set<() => void>): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      wakes.delete(wake)
      resolve()
    }
    wakes.add(wake)
  })
}
