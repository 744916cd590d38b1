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
})
export type SessionLine = z.infer<typeof sessionLineSchema>
