/**
 * What the window is to be told, kept until it listens: a click on a notification opens the window first. One listener
 * at a time; a page that was loaded again takes over from the one before.
 */
export interface Mailbox<T> {
  post(item: T): void
  /** Everything from the first that nobody took, until the signal aborts or another listener comes. */
  listen(signal?: AbortSignal): AsyncGenerator<T, void>
}

/** Keeps at most `most`, the newest. */
export function createMailbox<T>(most: number): Mailbox<T> {
  const waiting: T[] = []
  let wake = () => {}
  let listener = 0
  return {
    post(item) {
      waiting.push(item)
      if (waiting.length > most) waiting.shift()
      wake()
    },
    async *listen(signal) {
      listener += 1
      const mine = listener
      // The one before ends now, and not with the next item, which would be lost.
      wake()
      const stop = () => wake()
      signal?.addEventListener('abort', stop)
      try {
        while (signal?.aborted !== true && mine === listener) {
          const item = waiting.shift()
          if (item === undefined)
            await new Promise<void>((resolve) => {
              wake = resolve
            })
          else yield item
        }
      } finally {
        signal?.removeEventListener('abort', stop)
      }
    },
  }
}
