import type { Page } from '@playwright/test'
import { type Percentiles, percentiles } from './percentiles.ts'

export interface Frames extends Percentiles {
  /** Frames that took more than 50 ms. */
  readonly slow: number
}

/** How long frames take in this time; a window that has nothing to do has one every 16.7 ms. */
export async function measureFrames(page: Page, milliseconds: number): Promise<Frames> {
  const times = await page.evaluate(
    (length) =>
      new Promise<number[]>((resolve) => {
        const gaps: number[] = []
        const end = performance.now() + length
        let last = performance.now()
        const next = (now: number) => {
          gaps.push(now - last)
          last = now
          if (now < end) requestAnimationFrame(next)
          else resolve(gaps.slice(1))
        }
        requestAnimationFrame(next)
      }),
    milliseconds,
  )
  return { ...percentiles(times), slow: times.filter((time) => time > 50).length }
}

/** Octets of the page's JavaScript heap, after everything that nobody holds was let go. */
export async function heapSize(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize
}
