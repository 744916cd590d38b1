import { z } from 'zod'
import { accountRights, appPasswordNameSchema, usernameSchema } from '../domain/account.ts'
import { base, nothing } from './collection.ts'

/** A password for one device or program of an account; the password itself is shown once, when it is made. */
export const appPasswordViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.number(),
  lastUsedAt: z.number().nullable(),
})
export type AppPasswordView = z.infer<typeof appPasswordViewSchema>

export const usageSchema = z.object({
  messagesLastHour: z.number().int(),
  messagesLastDay: z.number().int(),
  recipientsLastHour: z.number().int(),
  recipientsLastDay: z.number().int(),
})
export type Usage = z.infer<typeof usageSchema>

export const accountViewSchema = z.object({
  username: z.string(),
  ...accountRights,
  appPasswords: z.array(appPasswordViewSchema),
  createdAt: z.number(),
  lastUsedAt: z.number().nullable(),
})
/** What is known of an account without counting. */
export type AccountView = z.infer<typeof accountViewSchema>

export const accountListingSchema = accountViewSchema.extend({
  usage: usageSchema,
  /** Why it may not send just now ("100 of 100 messages this hour; goes on at 14:20"); null where it may. */
  limitReached: z.string().nullable(),
})
export type AccountListing = z.infer<typeof accountListingSchema>

export const newAccountSchema = z.strictObject({ username: usernameSchema, ...accountRights })
export type NewAccount = z.infer<typeof newAccountSchema>

/** A password that was just made; it is shown this once. */
const generated = z.object({ password: z.string() })

export const accounts = {
  list: base
    .route({ method: 'GET', path: '/accounts', summary: 'All accounts', tags: ['accounts'] })
    .output(z.array(accountListingSchema)),
  create: base
    .route({
      method: 'POST',
      path: '/accounts',
      summary: 'Add an account with a generated password',
      tags: ['accounts'],
    })
    .input(newAccountSchema)
    .output(generated),
  update: base
    .route({ method: 'PUT', path: '/accounts/{username}', summary: 'Change an account', tags: ['accounts'] })
    .input(z.strictObject({ username: z.string(), ...accountRights }))
    /** password: a new one, where CRAM-MD5 was switched on and needs one; otherwise null. */
    .output(z.object({ password: z.string().nullable() })),
  resetPassword: base
    .route({
      method: 'POST',
      path: '/accounts/{username}/password',
      summary: 'Make a new password',
      tags: ['accounts'],
    })
    .input(z.strictObject({ username: z.string() }))
    .output(generated),
  createAppPassword: base
    .route({
      method: 'POST',
      path: '/accounts/{username}/app-passwords',
      summary: 'Make a password for one device or program',
      tags: ['accounts'],
    })
    .input(z.strictObject({ username: z.string(), name: appPasswordNameSchema }))
    .output(z.object({ id: z.string(), password: z.string() })),
  revokeAppPassword: base
    .route({
      method: 'DELETE',
      path: '/accounts/{username}/app-passwords/{id}',
      summary: 'Revoke it',
      tags: ['accounts'],
    })
    .input(z.strictObject({ username: z.string(), id: z.string() }))
    .output(nothing),
  remove: base
    .route({
      method: 'DELETE',
      path: '/accounts/{username}',
      summary: 'Remove an account',
      tags: ['accounts'],
    })
    .input(z.strictObject({ username: z.string() }))
    .output(nothing),
}
