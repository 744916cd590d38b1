import { z } from 'zod'
import { byteSizeSchema } from './byte-size.ts'
import { durationSchema } from './duration.ts'
import { sendingLimitsSchema } from './limits.ts'
import { addressPatternSchema, networkSchema } from './primitives.ts'

export const usernameSchema = z
  .string()
  .min(1, 'Give it a user name.')
  .max(128)
  .regex(/^[^\s:\p{Cc}]+$/u, 'A user name has no spaces, colons or control characters.')

/** What an account may do, apart from who it is. */
export const accountRights = {
  /** Addresses that it may use in MAIL FROM; an empty list allows none. */
  allowedSenders: z.array(addressPatternSchema).default(['*']),
  /** Addresses that it may use in the From field, likewise. */
  allowedFrom: z.array(addressPatternSchema).default(['*']),
  /** Client addresses and networks from which it may sign in; none means everywhere. */
  allowedNetworks: z.array(networkSchema).default([]),
  limits: sendingLimitsSchema.default({}),
  /** Of one message; the listener's counts too. */
  maxSize: byteSizeSchema.optional(),
  /** Expected at least that often: longer silence is shown as attention. */
  silentAfter: durationSchema.optional(),
  /** After this moment it cannot sign in. */
  expiresAt: z.iso.datetime({ offset: true }).optional(),
  disabled: z.boolean().default(false),
  /** CRAM-MD5 needs a recoverable copy of the password, which is sealed by the secret store. */
  cramMd5: z.boolean().default(false),
}

export const appPasswordNameSchema = z.string().trim().min(1, 'Say what it is for.').max(64)

/** An account as the configuration file has it; on export the password is left out and passwordHash stands instead. */
export const accountConfigSchema = z
  .strictObject({
    username: usernameSchema,
    password: z.string().min(8, 'A password has at least 8 characters.').max(256).optional(),
    /** scrypt, in the form "scrypt$N$r$p$salt$hash" (base64). */
    passwordHash: z.string().startsWith('scrypt$').optional(),
    ...accountRights,
    /** Generated, of 120 random bits, so a plain digest keeps them: "sha256$hash" (base64). */
    appPasswords: z
      .array(
        z.strictObject({
          name: appPasswordNameSchema,
          hash: z.string().startsWith('sha256$'),
          createdAt: z.number().int().default(0),
        }),
      )
      .max(100)
      .default([]),
  })
  .refine((account) => account.password !== undefined || account.passwordHash !== undefined, {
    path: ['password'],
    message: 'An account needs a password (or a passwordHash from an export).',
  })
export type AccountConfig = z.infer<typeof accountConfigSchema>
