/** Minutes summed to the steps of a chart. Pure; the storage reader runs it, so that ten thousand minutes stay there. */
import type { Flow, Span } from '../../../shared/contract/statistics.ts'
import { type BucketCounts, percentile } from './delivery-times.ts'

const MINUTE = 60_000

/** What was counted in a minute of the clock (milliseconds since 1970 / 60,000), or in a part of it. */
export interface MinuteFigures {
  readonly minute: number
  readonly accepted: number
  readonly delivered: number
  readonly deferred: number
  readonly failed: number
  /** Messages with open recipients when it was written; null where nobody looked. */
  readonly depth: number | null
  readonly times: BucketCounts
}

export interface Steps {
  /** Start of the first step. */
  readonly from: number
  readonly stepMs: number
  readonly count: number
}

const SPANS: Record<Span, Pick<Steps, 'stepMs' | 'count'>> = {
  hour: { stepMs: MINUTE, count: 60 },
  day: { stepMs: 15 * MINUTE, count: 96 },
  week: { stepMs: 60 * MINUTE, count: 168 },
}

/** The last step is the one that is going on. */
export function stepsOf(span: Span, now: number): Steps {
  const { stepMs, count } = SPANS[span]
  return { from: (Math.floor(now / stepMs) - count + 1) * stepMs, stepMs, count }
}

/** In which step a time lies; null outside of them. */
export function stepAt({ from, stepMs, count }: Steps, at: number): number | null {
  const step = Math.floor((at - from) / stepMs)
  return step >= 0 && step < count ? step : null
}

/** The same minute may come several times: parts of it are added, and its last depth counts. */
export function sumFlow(minutes: Iterable<MinuteFigures>, steps: Steps): Flow {
  const zeros = () => new Array<number>(steps.count).fill(0)
  const counts = { accepted: zeros(), delivered: zeros(), deferred: zeros(), failed: zeros() }
  const depth = new Array<number | null>(steps.count).fill(null)
  const times = Array.from({ length: steps.count }, () => new Map<number, number>())
  const all = new Map<number, number>()
  for (const minute of minutes) {
    const step = stepAt(steps, minute.minute * MINUTE)
    if (step === null) continue
    for (const name of ['accepted', 'delivered', 'deferred', 'failed'] as const)
      counts[name][step] = (counts[name][step] ?? 0) + minute[name]
    depth[step] = minute.depth ?? depth[step] ?? null
    for (const [bucket, count] of minute.times) {
      add(times[step], bucket, count)
      add(all, bucket, count)
    }
  }
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
  return {
    from: steps.from,
    stepMs: steps.stepMs,
    ...counts,
    depth,
    p50: times.map((one) => percentile(one, 0.5)),
    p95: times.map((one) => percentile(one, 0.95)),
    totals: {
      accepted: total(counts.accepted),
      delivered: total(counts.delivered),
      deferred: total(counts.deferred),
      failed: total(counts.failed),
      p50: percentile(all, 0.5),
      p95: percentile(all, 0.95),
    },
  }
}

function add(counts: Map<number, number> | undefined, bucket: number, count: number): void {
  counts?.set(bucket, (counts.get(bucket) ?? 0) + count)
}
