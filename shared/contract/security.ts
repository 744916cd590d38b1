import { z } from 'zod'
import { base, nothing } from './collection.ts'

/**
 * A sign-in that is locked for a time after failures. account-from-client: one account from one address. client: the
 * address, except for accounts that have signed in from it lately. account: from everywhere, except from addresses
 * that it has signed in from lately.
 */
export const lockSchema = z.object({
  /** To release it by. */
  id: z.string(),
  kind: z.enum(['account-from-client', 'client', 'account']),
  account: z.string().nullable(),
  client: z.string().nullable(),
  failures: z.number().int(),
  since: z.number(),
  until: z.number(),
})
export type Lock = z.infer<typeof lockSchema>

export const security = {
  locks: base
    .route({ method: 'GET', path: '/locks', summary: 'Sign-ins that are locked now', tags: ['security'] })
    .output(z.array(lockSchema)),
  releaseLock: base
    .route({ method: 'DELETE', path: '/locks/{id}', summary: 'Let it sign in again', tags: ['security'] })
    .input(z.strictObject({ id: z.string().max(1_000) }))
    .output(nothing),
}
