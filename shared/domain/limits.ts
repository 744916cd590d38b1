import { z } from 'zod'
import { durationSchema } from './duration.ts'

const count = z.number().int().min(1).max(100_000_000).optional()

/** How much one sender may hand in; what is absent is not limited. Sliding windows: room comes back by itself. */
export const sendingLimitsSchema = z.strictObject({
  messagesPerHour: count,
  messagesPerDay: count,
  recipientsPerHour: count,
  recipientsPerDay: count,
})
export type SendingLimits = z.infer<typeof sendingLimitsSchema>

/** How fast a client address, or all together, may come; what is absent is not limited. Sliding windows of a minute. */
export const rateLimitsSchema = z.strictObject({
  connectionsPerMinute: count,
  messagesPerMinute: count,
  recipientsPerMinute: count,
})
export type RateLimits = z.infer<typeof rateLimitsSchema>

/**
 * What failed sign-ins lead to. After each failure the answer is slower, up to maxDelay; after `failures` within
 * `window` the account is locked for this client; after `clientFailures`, whatever the names, the client is locked,
 * except for accounts that have signed in from it lately.
 */
export const signInLimitsSchema = z.strictObject({
  failures: z.number().int().min(1).max(1_000).default(10),
  clientFailures: z.number().int().min(1).max(10_000).default(50),
  window: durationSchema.default('15m'),
  lockFor: durationSchema.default('15m'),
  maxDelay: durationSchema.default('10s'),
})
export type SignInLimits = z.infer<typeof signInLimitsSchema>

export const limitsSchema = z.strictObject({
  perClient: rateLimitsSchema.default({}),
  overall: rateLimitsSchema.default({}),
  signIn: signInLimitsSchema.prefault({}),
})
export type Limits = z.infer<typeof limitsSchema>
