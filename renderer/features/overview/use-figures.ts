/** Figures of the Overview: asked anew when something happened, and at most every few seconds. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { onLiveEvent } from '../../live/follow-engine.ts'

/** Milliseconds between two looks while mail flows, and when nothing happens: time passes in the charts too. */
const BUSY_MS = 4_000
const IDLE_MS = 60_000

/** While it is mounted; what is shown stays until its successor is there, so nothing flickers. */
export function useFreshFigures(): void {
  const queries = useQueryClient()
  useEffect(() => {
    const look = () => {
      queries
        .invalidateQueries({ predicate: ({ queryKey }) => isFigure(queryKey[0]) })
        .catch((error: unknown) => console.warn('The figures could not be refreshed.', error))
    }
    // What happened while another panel was shown.
    look()
    const busy = throttle(look, BUSY_MS)
    const stop = onLiveEvent((event) => {
      if (event.kind === 'resync' || event.batch.messages.length + event.batch.removedMessages.length > 0)
        busy.call()
    })
    const idle = setInterval(look, IDLE_MS)
    return () => {
      stop()
      busy.cancel()
      clearInterval(idle)
    }
  }, [queries])
}

function isFigure(key: unknown): boolean {
  return Array.isArray(key) && key[0] === 'statistics'
}

/** Runs after the pause, once, however often it was asked for meanwhile. */
function throttle(work: () => void, pauseMs: number): { call: () => void; cancel: () => void } {
  let timer: ReturnType<typeof setTimeout> | null = null
  return {
    call() {
      timer ??= setTimeout(() => {
        timer = null
        work()
      }, pauseMs)
    },
    cancel() {
      if (timer !== null) clearTimeout(timer)
      timer = null
    },
  }
}
