import { z } from 'zod'
import { idSchema } from './id.ts'
import { type RecipientState, recipientSchema } from './recipient.ts'
import { replySchema } from './reply.ts'

/** Derived from the recipients: see deriveMessageState. "failed" has bounced or expired recipients and none open. */
export const MESSAGE_STATES = [
  'queued',
  'active',
  'deferred',
  'held',
  'delivered',
  'failed',
  'cancelled',
] as const

export const messageStateSchema = z.enum(MESSAGE_STATES)
export type MessageState = z.infer<typeof messageStateSchema>

/** What most needs to be seen comes first: work in hand, then waiting, then how it ended. */
export function deriveMessageState(states: readonly RecipientState[]): MessageState {
  const has = (state: RecipientState) => states.includes(state)
  if (has('active')) return 'active'
  if (has('held')) return 'held'
  if (has('deferred')) return 'deferred'
  if (has('queued')) return 'queued'
  if (has('bounced') || has('expired')) return 'failed'
  if (has('delivered')) return 'delivered'
  return 'cancelled'
}

/** How a message came in. Mailroom's own reports have the origin "local". */
export const originSchema = z.object({
  kind: z.enum(['smtp', 'sendmail', 'local']),
  listener: z.string().nullable(),
  account: z.string().nullable(),
  /** Address of the client without port; null for local mail. */
  client: z.string().nullable(),
  sessionId: idSchema.nullable(),
})
export type Origin = z.infer<typeof originSchema>

/** The part of an envelope that belongs to the message (RFC 5321 §2.3.1, RFC 3461, RFC 6152, RFC 6531). */
export const envelopeSchema = z.object({
  /** Without angle brackets; '' is the null reverse-path. */
  sender: z.string(),
  body: z.enum(['7bit', '8bitmime']),
  smtpUtf8: z.boolean(),
  /** DSN RET and ENVID. */
  ret: z.enum(['full', 'hdrs']).nullable(),
  envid: z.string().nullable(),
})
export type Envelope = z.infer<typeof envelopeSchema>

/** A row of the queue table. Times are milliseconds since 1970, sizes octets. */
export const messageRowSchema = z.object({
  id: idSchema,
  state: messageStateSchema,
  sender: z.string(),
  /** The first three addresses; recipientCount says how many there are. */
  recipients: z.array(z.string()),
  recipientCount: z.number().int(),
  /** Recipients that are still open. */
  openCount: z.number().int(),
  subject: z.string(),
  size: z.number().int(),
  account: z.string().nullable(),
  client: z.string().nullable(),
  listener: z.string().nullable(),
  receivedAt: z.number(),
  /** Of the recipient that is due first; null where nothing is planned. */
  nextAttemptAt: z.number().nullable(),
  attempts: z.number().int(),
  /** Of the recipient that was tried last. */
  route: z.string().nullable(),
  lastReply: replySchema.nullable(),
})
export type MessageRow = z.infer<typeof messageRowSchema>

/**
 * The words of a message's history. The first eight are outcomes; Hold, Release, SendNow and Cancel are the
 * operator's; DelayNotice says that the sender was told of a delay; Recovery that a lease of a dead run was released.
 */
export const EVENT_KINDS = [
  'Reception',
  'Delivery',
  'TransientFailure',
  'Bounce',
  'Expiration',
  'AdminBounce',
  'Capture',
  'Discard',
  'Hold',
  'Release',
  'SendNow',
  'Cancel',
  'DelayNotice',
  'Recovery',
] as const

export const eventKindSchema = z.enum(EVENT_KINDS)
export type EventKind = z.infer<typeof eventKindSchema>

/** One entry of a message's history. */
export const messageEventSchema = z.object({
  at: z.number(),
  kind: eventKindSchema,
  /** null where it concerns the whole message. */
  recipient: z.string().nullable(),
  route: z.string().nullable(),
  rule: z.string().nullable(),
  host: z.string().nullable(),
  sessionId: idSchema.nullable(),
  reply: replySchema.nullable(),
  /** For operator's events: who; for others a sentence where one is needed. */
  note: z.string().nullable(),
  nextAttemptAt: z.number().nullable(),
})
export type MessageEvent = z.infer<typeof messageEventSchema>

export const messageDetailSchema = z.object({
  message: messageRowSchema,
  envelope: envelopeSchema,
  origin: originSchema,
  /** Value of the Message-ID header without angle brackets. */
  messageId: z.string().nullable(),
  hasBody: z.boolean(),
  recipients: z.array(recipientSchema),
  events: z.array(messageEventSchema),
})
export type MessageDetail = z.infer<typeof messageDetailSchema>
