import { z } from 'zod'
import { replySchema } from './reply.ts'

/**
 * queued     waits for its first attempt            deferred   waits for a later attempt
 * active     an attempt holds its lease             held       waits for the operator
 * delivered  the next hop (or a mailbox) has it     bounced    refused for good; the sender was told
 * expired    too old; the sender was told           cancelled  deleted or discarded
 */
export const RECIPIENT_STATES = [
  'queued',
  'active',
  'deferred',
  'held',
  'delivered',
  'bounced',
  'expired',
  'cancelled',
] as const

export const recipientStateSchema = z.enum(RECIPIENT_STATES)
export type RecipientState = z.infer<typeof recipientStateSchema>

/** States in which Mailroom still owes something. */
export const OPEN_STATES = [
  'queued',
  'active',
  'deferred',
  'held',
] as const satisfies readonly RecipientState[]

export function isOpen(state: RecipientState): boolean {
  return (OPEN_STATES as readonly RecipientState[]).includes(state)
}

/**
 * Why a recipient is held, and whether that is settled. Set by Hold and HoldByRule; kept by a lease, so that one that
 * is given back (claimSelected, a crash) goes back to held; Release and SendNow of held mail turn it to released.
 *
 * operator       somebody held it
 * rule           a relay rule or a hold route holds it
 * no-route       nothing says where it goes; a change of rules or routes lets it go on by itself
 * double-bounce  a report that could not be delivered: kept for the postmaster
 * pending        its deletion or bounce waits for the undo window; nothing is sent meanwhile
 * released       no longer held: the operator let it go on, and what holds by rule passes it over from then on
 */
export const holdSchema = z.enum(['operator', 'rule', 'no-route', 'double-bounce', 'pending', 'released'])
export type Hold = z.infer<typeof holdSchema>

/** RFC 3461 §4.1; null where the sender did not say. */
export const notifySchema = z.array(z.enum(['never', 'success', 'failure', 'delay'])).nullable()
export type Notify = z.infer<typeof notifySchema>

/** One delivery obligation. Times are milliseconds since 1970. */
export const recipientSchema = z.object({
  /** 1, 2, … within its message. */
  number: z.number().int().positive(),
  address: z.string(),
  state: recipientStateSchema,
  /** The route that the rules chose at the last evaluation; null before the first. */
  route: z.string().nullable(),
  attempts: z.number().int().nonnegative(),
  nextAttemptAt: z.number().nullable(),
  lastReply: replySchema.nullable(),
  /** Host that gave the last reply, for example "mx1.provider.test [192.0.2.7]". */
  lastHost: z.string().nullable(),
  notify: notifySchema,
  /** ORCPT as given, "rfc822;user@example.test". */
  originalRecipient: z.string().nullable(),
  delayNoticeSentAt: z.number().nullable(),
  /** null where it never was held. */
  hold: holdSchema.nullable(),
  /** The route that the operator chose by hand, whatever the rules say; null: the rules decide. */
  forcedRoute: z.string().nullable(),
})

export type Recipient = z.infer<typeof recipientSchema>
