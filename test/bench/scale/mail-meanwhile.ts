/** What mail that comes in has to wait while the large queue is worked on: a hold in bulk, the first heatmap. */
import { createTransport } from 'nodemailer'
import { operate } from './bulk-costs.ts'
import type { LimitRow } from './scale-rows.ts'
import type { ScaleServer } from './scale-servers.ts'

/** Messages that are timed while nothing else goes on. */
const ALONE = 300
/** A hundred thousand of a million that came in over five days. */
const HELD_MS = 12 * 3_600_000

export async function measureMailMeanwhile({ mailroom }: ScaleServer): Promise<LimitRow[]> {
  const transport = createTransport({
    ...{ host: '127.0.0.1', port: mailroom.port(), ignoreTLS: true },
    ...{ pool: true, maxConnections: 1, maxMessages: Number.POSITIVE_INFINITY },
  })
  const send = () =>
    transport.sendMail({ from: 'a@office.test', to: 'b@kept.test', subject: 'meanwhile', text: 'x' })
  try {
    let left = ALONE
    const alone = await timesUntil(send, () => left-- === 0)
    const heatmap = await timesDuring(send, () => mailroom.call('GET', '/statistics/shape'))
    const figures = new Set<number>()
    const filter = { states: ['queued' as const, 'deferred' as const], receivedAfter: Date.now() - HELD_MS }
    const held = await timesDuring(send, () =>
      operate(mailroom, 'hold', filter, ({ done }) => figures.add(done)),
    )
    const { changed } = held.result
    return [
      ...rows('one message alone', alone),
      ...rows(
        `one message while the heatmap is counted in ${(heatmap.took / 1000).toFixed(1)} s`,
        heatmap.times,
      ),
      ...rows(`one message while ${changed} are held in ${(held.took / 1000).toFixed(1)} s`, held.times),
      { name: 'different figures of its progress', unit: '', figure: figures.size, limit: null },
    ]
  } finally {
    transport.close()
  }
}

interface Meanwhile<T> {
  readonly times: readonly number[]
  /** Milliseconds of the work itself. */
  readonly took: number
  readonly result: T
}

async function timesDuring<T>(send: () => Promise<unknown>, work: () => Promise<T>): Promise<Meanwhile<T>> {
  let isOver = false
  const began = performance.now()
  const ended = work().finally(() => {
    isOver = true
  })
  const done = ended.then((result) => ({ result, took: performance.now() - began }))
  const [times, { result, took }] = await Promise.all([timesUntil(send, () => isOver), done])
  return { times, took, result }
}

/** Milliseconds from MAIL to 250 of messages one after the other, shortest first. */
async function timesUntil(send: () => Promise<unknown>, isOver: () => boolean): Promise<number[]> {
  const took: number[] = []
  while (!isOver()) {
    const began = performance.now()
    await send()
    took.push(performance.now() - began)
  }
  return took.sort((a, b) => a - b)
}

function rows(name: string, sorted: readonly number[]): LimitRow[] {
  const at = (share: number) => sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? 0
  const parts = { p50: at(0.5), p95: at(0.95), longest: at(1) }
  return Object.entries(parts).map(([part, figure]) => ({
    ...{ name: `${name}, ${part}`, unit: 'ms', figure, limit: null },
  }))
}
