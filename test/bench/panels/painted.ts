/**
 * From the input event to the painted result, measured in the page itself: what a remote control adds before the event
 * and after the picture does not count.
 */
import type { Page } from '@playwright/test'

export interface Painting<T> {
  /** What a person does. */
  readonly act: () => Promise<void>
  /** Runs in the page before each frame, with `argument`; it sees nothing else of this program. */
  readonly isThere: (argument: T) => boolean
  readonly argument: T
  /** From which input event the time is taken: the first (default), or the last, as of a word that is typed. */
  readonly since?: 'first' | 'last'
}

/** Milliseconds from the input event (its own time stamp) until the frame in which `isThere` holds was painted. */
export async function timeUntilPainted<T>(
  page: Page,
  { act, isThere, argument, since = 'first' }: Painting<T>,
): Promise<number> {
  // As expressions: the page's policy forbids to make functions of texts. It listens before the hand moves: of a busy
  // page an input event would be served first, and missed.
  await page.evaluate(
    `void (globalThis.painted = (${awaitPicture})(${isThere}, ${JSON.stringify(argument)}, '${since}'))`,
  )
  await act()
  return page.evaluate<number>('globalThis.painted')
}

function awaitPicture<T>(
  isThere: (argument: T) => boolean,
  argument: T,
  since: 'first' | 'last',
): Promise<number> {
  return new Promise((resolve, reject) => {
    const types = ['pointerdown', 'keydown', 'wheel', 'beforeinput']
    let from: number | null = null
    const begin = (event: Event) => {
      if (from === null || since === 'last') from = event.timeStamp
    }
    for (const type of types) addEventListener(type, begin, { capture: true, passive: true })
    const deadline = performance.now() + 15_000
    const look = () => {
      const late = performance.now() > deadline
      if (!late && (from === null || !isThere(argument))) return requestAnimationFrame(look)
      for (const type of types) removeEventListener(type, begin, { capture: true })
      if (late) return reject(new Error(`not painted in 15 s: ${isThere}`))
      // A message that is posted in a frame arrives after that frame was painted.
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => resolve(performance.now() - (from ?? 0))
      port2.postMessage(null)
      return undefined
    }
    requestAnimationFrame(look)
  })
}
