import { z } from 'zod'
import { idSchema } from './id.ts'
import { toleranceSchema } from './tolerance.ts'

/** inbound: a client came to a listener. outbound: Mailroom went to a next hop. */
export const sessionDirectionSchema = z.enum(['inbound', 'outbound'])

/**
 * open       still going on
 * completed  ended in order and moved mail, or only tested
 * refused    somebody said no: a 4xx or 5xx reply decided it
 * failed     broken off: network, TLS, time-out
 */
export const sessionOutcomeSchema = z.enum(['open', 'completed', 'refused', 'failed'])
export type SessionOutcome = z.infer<typeof sessionOutcomeSchema>

export const tlsInfoSchema = z.object({
  protocol: z.string(),
  cipher: z.string(),
  verified: z.boolean().nullable(),
})
export type TlsInfo = z.infer<typeof tlsInfoSchema>

/**
 * Which setting made Mailroom say no, so that a button can lead there. name: of the rule, network, account, listener,
 * or the blocked client; null where the setting has none.
 *
 * rule       a relay rule refused            network    a network's senders, size or switch
 * account    an account's rights or state    password   the sign-in itself: unknown user or wrong password
 * listener   AUTH or TLS required, size, recipients, connections of the listener
 * relaying   a stranger to another domain: neither signed in nor trusted
 * limit      a sending limit or rate         lock       locked after failed sign-ins
 * blocked    a blocked client                local-mail no such mailbox, quota, internal alias
 * content    line ends, long lines, loops    protocol   the client broke the protocol
 * disk       no room                         route      where mail of this rule goes cannot take it
 */
export const refusalCauseSchema = z.object({
  kind: z.enum([
    'rule',
    'network',
    'account',
    'password',
    'listener',
    'relaying',
    'limit',
    'lock',
    'blocked',
    'local-mail',
    'content',
    'protocol',
    'disk',
    'route',
  ]),
  name: z.string().nullable(),
})
export type RefusalCause = z.infer<typeof refusalCauseSchema>

export const sessionRowSchema = z.object({
  id: idSchema,
  direction: sessionDirectionSchema,
  outcome: sessionOutcomeSchema,
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  /** Listener for inbound, route for outbound. */
  via: z.string(),
  /** The other side: address, port, and its name where known (EHLO name inbound, host name outbound). */
  peerAddress: z.string(),
  peerPort: z.number().int(),
  peerName: z.string().nullable(),
  tls: tlsInfoSchema.nullable(),
  account: z.string().nullable(),
  /** Name of the configured network that the client is in; null for outbound. */
  network: z.string().nullable(),
  /** Relaxations of the device profile that it needed. */
  tolerated: z.array(toleranceSchema),
  messageIds: z.array(idSchema),
  lineCount: z.number().int(),
  /** The last reply with 4xx or 5xx, or the error that broke it off; null where all went well. */
  problem: z.string().nullable(),
  /** What made Mailroom say no the last time; null where it did not, or where only the other side did. */
  cause: refusalCauseSchema.nullable(),
})
export type SessionRow = z.infer<typeof sessionRowSchema>

/**
 * client  a command (or AUTH continuation) of the SMTP client, secrets redacted
 * server  a reply of the SMTP server
 * data    message content, never shown: the text says how much
 * tls     TLS was negotiated          note  Mailroom's own remark, for example which rule refused
 */
export const sessionLineKindSchema = z.enum(['client', 'server', 'data', 'tls', 'note'])

export const sessionLineSchema = z.object({
  /** 1, 2, … within its session. */
  number: z.number().int(),
  at: z.number(),
  kind: sessionLineKindSchema,
  text: z.string(),
  /** On replies by which Mailroom refused. */
  cause: refusalCauseSchema.optional(),
})
export type SessionLine = z.infer<typeof sessionLineSchema>
