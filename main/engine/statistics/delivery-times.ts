/**
 * Delivery times as counts in fixed buckets, so that percentiles of any span come from summed buckets. Bucket i ends at
 * 8 ms × 2^(i/4): each is a fifth wider than the one before, which is how exact the answers are.
 */

const FIRST_END = 8
const PER_DOUBLING = 4
/** The last one holds everything beyond 99 days. */
const LAST = 120

/** [bucket, count], in any order, each bucket once. */
export type BucketCounts = ReadonlyArray<readonly [number, number]>

/** @param milliseconds below 0 where a clock was put back; counts as at once */
export function bucketOf(milliseconds: number): number {
  if (milliseconds <= FIRST_END) return 0
  return Math.min(LAST, Math.ceil(Math.log2(milliseconds / FIRST_END) * PER_DOUBLING))
}

/** Milliseconds within which that share (0 to 1) was delivered; null where nothing was. */
export function percentile(counts: ReadonlyMap<number, number>, share: number): number | null {
  const total = sum(counts.values())
  if (total === 0) return null
  const wanted = Math.max(1, share * total)
  let passed = 0
  for (const bucket of [...counts.keys()].sort((a, b) => a - b)) {
    const here = counts.get(bucket) ?? 0
    if (passed + here >= wanted) return Math.round(within(bucket, (wanted - passed) / here))
    passed += here
  }
  return null
}

/** Values lie evenly in their bucket, as far as anybody knows. */
function within(bucket: number, share: number): number {
  const start = bucket === 0 ? 0 : endOf(bucket - 1)
  return start + (endOf(bucket) - start) * share
}

function endOf(bucket: number): number {
  return FIRST_END * 2 ** (bucket / PER_DOUBLING)
}

function sum(values: Iterable<number>): number {
  let total = 0
  for (const value of values) total += value
  return total
}
