import { useSyncExternalStore } from 'react'
import { useLive } from './live-store.ts'

const TICK_MS = 1_000

// One interval for all times on the page, and none while nothing shows a time.
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | null = null

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    for (const tick of [...listeners]) tick()
  }, TICK_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0 || timer === null) return
    clearInterval(timer)
    timer = null
  }
}

/** The engine's time now, in milliseconds. */
export function engineNow(): number {
  return Date.now() + useLive.getState().clockOffset
}

/** Something that depends on the time; the component renders again only when the text changes. */
export function useTimeText(text: (now: number) => string): string {
  return useSyncExternalStore(subscribe, () => text(engineNow()))
}
