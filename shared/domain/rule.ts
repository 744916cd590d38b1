import { z } from 'zod'
import { byteSizeSchema } from './byte-size.ts'
import { addressPatternSchema, nameSchema, networkSchema } from './primitives.ts'

/** Every key that is given must match; within a list one is enough. No keys match everything. */
export const ruleMatchSchema = z.strictObject({
  senders: z.array(addressPatternSchema).min(1).optional(),
  recipients: z.array(addressPatternSchema).min(1).optional(),
  recipientDomains: z.array(addressPatternSchema).min(1).optional(),
  accounts: z.array(z.string().min(1)).min(1).optional(),
  listeners: z.array(nameSchema).min(1).optional(),
  clientNetworks: z.array(networkSchema).min(1).optional(),
  /** At least and at most that large. */
  minSize: byteSizeSchema.optional(),
  maxSize: byteSizeSchema.optional(),
})
export type RuleMatch = z.infer<typeof ruleMatchSchema>

export const ruleActionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('route'), route: nameSchema }),
  z.strictObject({ kind: z.literal('hold'), reason: z.string().max(200).optional() }),
  z.strictObject({
    kind: z.literal('reject'),
    /** 4xx asks the client to come back, 5xx is final. */
    code: z.number().int().min(400).max(599).default(550),
    enhanced: z
      .string()
      .regex(/^[45]\.\d{1,3}\.\d{1,3}$/, 'An enhanced code looks like 5.7.1.')
      .optional(),
    text: z
      .string()
      .min(1)
      .max(400)
      .regex(/^[\x20-\x7e]*$/, 'The text goes into an SMTP reply: one line of ASCII.')
      .default('Refused by a relay rule'),
  }),
  z.strictObject({ kind: z.literal('discard') }),
])
export type RuleAction = z.infer<typeof ruleActionSchema>

/** Which mail takes which route. The first enabled rule that matches decides, for each recipient at each attempt. */
export const ruleSchema = z.strictObject({
  name: nameSchema,
  enabled: z.boolean().default(true),
  match: ruleMatchSchema.default({}),
  action: ruleActionSchema,
})
export type Rule = z.infer<typeof ruleSchema>
