export interface Percentiles {
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly longest: number
}

/** By the nearest rank; of nothing all are 0. */
export function percentiles(figures: readonly number[]): Percentiles {
  const sorted = [...figures].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), longest: at(1) }
}
