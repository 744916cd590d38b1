import { z } from 'zod'
import { byteSizeSchema } from './byte-size.ts'
import { addressSchema, domainNameSchema } from './primitives.ts'

/** A mailbox of a local domain. */
export const mailboxSchema = z.strictObject({
  address: addressSchema,
  /** Of its Maildir; without, the quota of localMail. */
  quota: byteSizeSchema.optional(),
})
export type Mailbox = z.infer<typeof mailboxSchema>

/** One address that stands for others: an alias of one, a group of several. Members may be anywhere, or aliases. */
export const aliasSchema = z.strictObject({
  address: addressSchema,
  members: z.array(addressSchema).min(1, 'Give at least one member.').max(1_000),
  /** Only clients that have signed in or are trusted may write to it. */
  internal: z.boolean().default(false),
})
export type Alias = z.infer<typeof aliasSchema>

/**
 * Who lives in the local domains. Aliases are expanded at RCPT. A domain of which no mailbox is listed takes every
 * address; one with listed mailboxes refuses what is no mailbox, alias or catch-all with 550 5.1.1 at RCPT.
 */
export const localMailSchema = z.strictObject({
  mailboxes: z.array(mailboxSchema).max(10_000).default([]),
  aliases: z.array(aliasSchema).max(10_000).default([]),
  /** Where mail for unknown addresses of a domain goes. */
  catchAll: z.array(z.strictObject({ domain: domainNameSchema, to: addressSchema })).default([]),
  /** "user+tag@" is the mailbox "user@" (RFC 5233); empty: no sub-addressing. */
  subaddressSeparator: z.enum(['+', '-', '']).default('+'),
  /** Of every Maildir that has none of its own; absent: no limit. Over it: 452 4.2.2. */
  quota: byteSizeSchema.optional(),
  /** Real answers to VRFY and EXPN for clients that have signed in or are trusted; others always get 252. */
  verify: z.boolean().default(false),
})
export type LocalMail = z.infer<typeof localMailSchema>
