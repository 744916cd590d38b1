import { z } from 'zod'
import { byteSizeSchema } from './byte-size.ts'
import { durationSchema } from './duration.ts'
import {
  addressPatternSchema,
  addressSchema,
  domainNameSchema,
  nameSchema,
  networkSchema,
} from './primitives.ts'

/** Name of a header field (RFC 5322 §2.2). */
export const headerNameSchema = z
  .string()
  .min(1)
  .max(76)
  .regex(/^[\x21-\x39\x3b-\x7e]+$/, 'A header name has letters, digits and hyphens, and no colon.')

/** Wildcards as in addresses: "*" stands for any run of characters. Compares without case, decoded (RFC 2047). */
const textPatternSchema = z.string().min(1).max(200)

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export const weekdaySchema = z.enum(WEEKDAYS)
export type Weekday = z.infer<typeof weekdaySchema>

const clockTimeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time such as 08:30.')

/** By the clock of this computer. `to` before `from` goes over midnight and belongs to the day it began. */
export const timeWindowSchema = z.strictObject({
  days: z.array(weekdaySchema).min(1).optional(),
  from: clockTimeSchema.default('00:00'),
  to: clockTimeSchema.or(z.literal('24:00')).default('24:00'),
})
export type TimeWindow = z.infer<typeof timeWindowSchema>

/** Results of checks on mail from outside (RFC 8601 §2.7). A message that was not checked has none and matches none. */
export const authResultSchema = z.enum([
  'pass',
  'fail',
  'softfail',
  'neutral',
  'none',
  'policy',
  'temperror',
  'permerror',
])
export type AuthResult = z.infer<typeof authResultSchema>

/** Every key that is given must match; within a list one is enough. No keys match everything. */
export const ruleMatchSchema = z.strictObject({
  senders: z.array(addressPatternSchema).min(1).optional(),
  recipients: z.array(addressPatternSchema).min(1).optional(),
  recipientDomains: z.array(addressPatternSchema).min(1).optional(),
  accounts: z.array(z.string().min(1)).min(1).optional(),
  listeners: z.array(nameSchema).min(1).optional(),
  clientNetworks: z.array(networkSchema).min(1).optional(),
  /** Names of configured networks. */
  networks: z.array(nameSchema).min(1).optional(),
  /** Signed in with AUTH or not. */
  authenticated: z.boolean().optional(),
  /** Came over TLS or not. */
  tls: z.boolean().optional(),
  /** When it came in. */
  received: z.array(timeWindowSchema).min(1).optional(),
  spf: z.array(authResultSchema).min(1).optional(),
  dkim: z.array(authResultSchema).min(1).optional(),
  dmarc: z.array(authResultSchema).min(1).optional(),
  /** At least and at most that large. */
  minSize: byteSizeSchema.optional(),
  maxSize: byteSizeSchema.optional(),
  /** Addresses in the From field. */
  headerFrom: z.array(addressPatternSchema).min(1).optional(),
  subject: z.array(textPatternSchema).min(1).optional(),
  /** Each entry must be met; without a value the field only has to be there. */
  headers: z
    .array(z.strictObject({ name: headerNameSchema, value: textPatternSchema.optional() }))
    .min(1)
    .optional(),
  hasAttachment: z.boolean().optional(),
  /** A delivery report: null sender or multipart/report (RFC 3462). */
  deliveryReport: z.boolean().optional(),
})
export type RuleMatch = z.infer<typeof ruleMatchSchema>

/**
 * What a rule changes of the mail on its way. The stored message stays as it came; changes are made anew at each
 * attempt, in the order of the rules, except add-recipient, which counts at reception, once.
 *
 * In sender, recipient and header-from, "{local}" and "{domain}" stand for the parts of the address that is there.
 */
export const ruleChangeSchema = z.discriminatedUnion('kind', [
  /** Envelope sender; bounces go there. */
  z.strictObject({ kind: z.literal('sender'), address: z.string().min(1).max(320) }),
  /** Envelope recipient; the header stays. */
  z.strictObject({ kind: z.literal('recipient'), address: z.string().min(1).max(320) }),
  /** The From field. With keepReplyTo a message without Reply-To gets one with the address that was there. */
  z.strictObject({
    kind: z.literal('header-from'),
    address: z.string().min(1).max(320),
    displayName: z.string().max(200).optional(),
    keepReplyTo: z.boolean().default(true),
  }),
  z.strictObject({
    kind: z.literal('add-header'),
    name: headerNameSchema,
    value: z
      .string()
      .max(900)
      .regex(/^[^\p{Cc}]*$/u, 'A value is one line without control characters.'),
  }),
  /** Every field of that name. */
  z.strictObject({ kind: z.literal('remove-header'), name: headerNameSchema }),
  /** A blind copy, for an archive too: one more recipient, routed by the rules like any other. */
  z.strictObject({ kind: z.literal('add-recipient'), address: addressSchema }),
  /** Signs with every active key of this domain; default: the domain of the From field as it then is. */
  z.strictObject({ kind: z.literal('dkim'), domain: domainNameSchema.optional() }),
  z.strictObject({ kind: z.literal('priority'), priority: z.enum(['high', 'normal', 'low']) }),
  /** At most so many messages in so much time along this rule; what is over waits and goes on by itself. */
  z.strictObject({
    kind: z.literal('rate-limit'),
    messages: z.number().int().min(1).max(1_000_000),
    per: durationSchema,
  }),
  /** Not before this much time after reception. */
  z.strictObject({ kind: z.literal('delay'), for: durationSchema }),
  /** Only within these times; outside them it waits for the next. */
  z.strictObject({ kind: z.literal('delay-until'), windows: z.array(timeWindowSchema).min(1) }),
])
export type RuleChange = z.infer<typeof ruleChangeSchema>

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
  /** Only its changes count; the rules below go on and decide. */
  z.strictObject({ kind: z.literal('continue') }),
])
export type RuleAction = z.infer<typeof ruleActionSchema>

/**
 * Which mail takes which route. Asked for each recipient at each attempt, from the top: every enabled rule that matches
 * adds its changes, and the first whose action is not "continue" decides.
 */
export const ruleSchema = z.strictObject({
  name: nameSchema,
  enabled: z.boolean().default(true),
  match: ruleMatchSchema.default({}),
  /** Mail that meets this is passed over: "capture, except …". */
  except: ruleMatchSchema.optional(),
  changes: z.array(ruleChangeSchema).max(50).default([]),
  action: ruleActionSchema,
})
export type Rule = z.infer<typeof ruleSchema>
