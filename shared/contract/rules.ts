import { z } from 'zod'
import { idSchema } from '../domain/id.ts'
import { nameSchema } from '../domain/primitives.ts'
import { authResultSchema, ruleSchema } from '../domain/rule.ts'
import { base, collection, nothing } from './collection.ts'

/** A message that need not exist. What is absent is unknown, and rules that ask for it are named as undecided. */
export const simulatedMailSchema = z.strictObject({
  sender: z.string().max(320),
  recipients: z.array(z.string().min(1).max(320)).min(1).max(100),
  /** Default: the first enabled listener, and this computer as the client. */
  listener: nameSchema.optional(),
  client: z.union([z.ipv4(), z.ipv6()]).optional(),
  account: z.string().max(128).optional(),
  tls: z.boolean().default(true),
  /** Default: now. */
  receivedAt: z.number().optional(),
  size: z.number().int().nonnegative().optional(),
  headerFrom: z.string().max(320).optional(),
  subject: z.string().max(998).optional(),
  headers: z.array(z.strictObject({ name: z.string().max(76), value: z.string().max(998) })).optional(),
  hasAttachment: z.boolean().optional(),
  deliveryReport: z.boolean().optional(),
  spf: authResultSchema.optional(),
  dkim: authResultSchema.optional(),
  dmarc: authResultSchema.optional(),
})
export type SimulatedMail = z.infer<typeof simulatedMailSchema>

/** differs and unknown name the condition; excepted: it matches, but its exception does too. */
export const ruleVerdictSchema = z.object({
  rule: z.string(),
  kind: z.enum(['matches', 'differs', 'unknown', 'excepted', 'disabled', 'not-reached']),
  condition: z.string().nullable(),
})
export type RuleVerdictView = z.infer<typeof ruleVerdictSchema>

export const simulatedRecipientSchema = z.object({
  /** As it was asked for; expanded: what aliases made of it, itself where there is none. */
  recipient: z.string(),
  expandedTo: z.string(),
  /** Would RCPT be accepted from this client, and the reply in full. */
  admission: z.object({ accepted: z.boolean(), text: z.string() }),
  verdicts: z.array(ruleVerdictSchema),
  decision: z.object({
    kind: z.enum(['route', 'hold', 'reject', 'discard', 'no-match', 'no-route']),
    rule: z.string().nullable(),
    route: z.string().nullable(),
    text: z.string(),
  }),
  /** What the rules change, in order, as sentences: "Envelope sender becomes relay@office.test". */
  changes: z.array(z.object({ rule: z.string(), text: z.string() })),
  /** The envelope as the next hop would get it. */
  envelope: z.object({ sender: z.string(), recipient: z.string() }),
})
export type SimulatedRecipient = z.infer<typeof simulatedRecipientSchema>

export const simulationSchema = z.object({
  /** Would MAIL be accepted from this client, and the reply in full. */
  sender: z.object({ accepted: z.boolean(), text: z.string() }),
  /** How the client is seen: "network copiers", "account scanner", "stranger". */
  client: z.string(),
  /** Limits of the account or network with their state: "12 of 100 messages this hour". */
  limits: z.array(z.object({ text: z.string(), reached: z.boolean() })),
  recipients: z.array(simulatedRecipientSchema),
})
export type Simulation = z.infer<typeof simulationSchema>

export const rules = {
  ...collection('/rules', 'rules', ruleSchema),
  reorder: base
    .route({
      method: 'POST',
      path: '/rules/order',
      summary: 'Put the rules into this order',
      tags: ['rules'],
    })
    .input(z.strictObject({ names: z.array(nameSchema) }))
    .output(nothing),
  /** "What would happen?", answered by the engine's own evaluation, for a made-up or a stored message. */
  simulate: base
    .route({ method: 'POST', path: '/rules/simulate', summary: 'What would happen', tags: ['rules'] })
    .input(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('mail'), mail: simulatedMailSchema }),
        z.strictObject({ kind: z.literal('message'), id: idSchema }),
      ]),
    )
    .output(simulationSchema),
}
