import { z } from 'zod'
import { networkSchema } from '../domain/primitives.ts'
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

/** A client that is refused before anything else: 554 5.7.1 in place of a greeting. Also of trusted networks. */
export const blockSchema = z.strictObject({
  client: networkSchema,
  note: z.string().max(200).default(''),
  since: z.number(),
  /** null: until somebody takes it away. */
  until: z.number().nullable(),
})
export type Block = z.infer<typeof blockSchema>

export const security = {
  blocks: base
    .route({ method: 'GET', path: '/blocks', summary: 'Clients that are refused', tags: ['security'] })
    .output(z.array(blockSchema)),
  /** Its open sessions are ended too. INVALID for this computer's own addresses. */
  block: base
    .route({ method: 'POST', path: '/blocks', summary: 'Refuse a client', tags: ['security'] })
    .input(
      z.strictObject({
        client: networkSchema,
        note: z.string().max(200).default(''),
        until: z.number().nullable().default(null),
      }),
    )
    .output(nothing),
  unblock: base
    .route({ method: 'POST', path: '/blocks/remove', summary: 'Let it connect again', tags: ['security'] })
    .input(z.strictObject({ client: networkSchema }))
    .output(nothing),
  locks: base
    .route({ method: 'GET', path: '/locks', summary: 'Sign-ins that are locked now', tags: ['security'] })
    .output(z.array(lockSchema)),
  releaseLock: base
    .route({ method: 'DELETE', path: '/locks/{id}', summary: 'Let it sign in again', tags: ['security'] })
    .input(z.strictObject({ id: z.string().max(1_000) }))
    .output(nothing),
}
