import { z } from 'zod'
import type { BucketCounts } from '../../statistics/delivery-times.ts'

const timesSchema = z.array(z.tuple([z.number(), z.number()]))

/** Damaged times are none: figures are not worth an error. */
export function readTimes(text: string): BucketCounts {
  if (text === '[]') return []
  try {
    return timesSchema.safeParse(JSON.parse(text)).data ?? []
  } catch {
    return []
  }
}
