import { z } from 'zod'
import { idSchema } from './id.ts'
import { type RecipientState, recipientSchema } from './recipient.ts'
import { replySchema } from './reply.ts'
import { authResultSchema } from './rule.ts'

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

/** SPF, DKIM and DMARC of a message from outside (RFC 8601). `header` is the value of Authentication-Results. */
export const messageAuthenticationSchema = z.object({
  spf: authResultSchema,
  dkim: authResultSchema,
  dmarc: authResultSchema,
  header: z.string(),
})
export type MessageAuthentication = z.infer<typeof messageAuthenticationSchema>

/** How a message came in. Mailroom's own reports have the origin "local". */
export const originSchema = z.object({
  kind: z.enum(['smtp', 'sendmail', 'local']),
  listener: z.string().nullable(),
  account: z.string().nullable(),
  /** Address of the client without port; null for local mail. */
  client: z.string().nullable(),
  sessionId: idSchema.nullable(),
  /** Name of the configured network that the client was in. */
  network: z.string().nullable(),
  /** Did it come over TLS? */
  tls: z.boolean(),
  /** Checks of mail from outside; null where nobody checked. */
  authentication: messageAuthenticationSchema.nullable(),
})
export type Origin = z.infer<typeof originSchema>

/** Of a message that came from this computer itself, over no connection. */
export function localOrigin(kind: 'sendmail' | 'local'): Origin {
  return {
    kind,
    listener: null,
    account: null,
    client: null,
    sessionId: null,
    network: null,
    tls: false,
    authentication: null,
  }
}

/** The part of an envelope that belongs to the message (RFC 5321 §2.3.1, RFC 3461, RFC 6152, RFC 6531). */
export const envelopeSchema = z.object({
  /** Without angle brackets; '' is the null reverse-path. */
  sender: z.string(),
  body: z.enum(['7bit', '8bitmime', 'binarymime']),
  smtpUtf8: z.boolean(),
  /** REQUIRETLS (RFC 8689): only over verified TLS, to servers that know REQUIRETLS too. */
  requireTls: z.boolean(),
  /** DSN RET and ENVID. */
  ret: z.enum(['full', 'hdrs']).nullable(),
  envid: z.string().nullable(),
})
export type Envelope = z.infer<typeof envelopeSchema>

/** What will happen to a message at that time, unless it is undone. */
export const pendingOperationSchema = z.object({
  operationId: z.string(),
  operation: z.enum(['delete', 'bounce', 'release']),
  at: z.number(),
})
export type PendingOperation = z.infer<typeof pendingOperationSchema>

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
  /** A deletion, bounce or release that waits for its undo window; see contract/operations.ts. */
  pending: pendingOperationSchema.nullable(),
})
export type MessageRow = z.infer<typeof messageRowSchema>

/**
 * The words of a message's history. The first eight are outcomes; Hold, Release, SendNow, Cancel, Redirect (another
 * route by hand) and RecipientChange are the operator's, as are Plan (a deletion or bounce waits for its undo window)
 * and Undo; DelayNotice says that the sender was told of a delay; Recovery that a lease of a dead run was released;
 * Wait that it goes on at a later time by a rule, the pacing of its route, or ETRN.
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
  'Wait',
  'Redirect',
  'RecipientChange',
  'Plan',
  'Undo',
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
