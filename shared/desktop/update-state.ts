import { z } from 'zod'

/** Of an update. `off`: this build looks for none, and why in words. */
export const updateStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('off'), reason: z.string() }),
  z.object({ kind: z.literal('idle'), checkedAt: z.number().nullable() }),
  z.object({ kind: z.literal('checking') }),
  z.object({ kind: z.literal('available'), version: z.string(), notes: z.string() }),
  /** percent: 0 to 100. */
  z.object({ kind: z.literal('downloading'), version: z.string(), notes: z.string(), percent: z.number() }),
  z.object({ kind: z.literal('ready'), version: z.string(), notes: z.string() }),
  /** Mail is brought to rest, then the new version starts. */
  z.object({ kind: z.literal('restarting'), version: z.string() }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
])
export type UpdateState = z.infer<typeof updateStateSchema>
