import { z } from 'zod'
import { durationSchema } from './duration.ts'
import { oauthSettingsSchema } from './oauth.ts'
import {
  addressPatternSchema,
  domainNameSchema,
  hostSchema,
  nameSchema,
  networkSchema,
  portSchema,
} from './primitives.ts'

/**
 * never                TLS is not tried
 * opportunistic        TLS where offered, any certificate; in the clear where not
 * required             TLS with a certificate that verifies, or the mail waits
 * required-unverified  TLS with any certificate, or the mail waits
 */
export const tlsPolicySchema = z.enum(['never', 'opportunistic', 'required', 'required-unverified'])
export type TlsPolicy = z.infer<typeof tlsPolicySchema>

/** How fast a next hop is fed; what is absent is not limited. Mail over it waits and goes on by itself. */
export const pacingSchema = z.strictObject({
  messagesPerMinute: z.number().int().min(1).max(1_000_000).optional(),
  recipientsPerDay: z.number().int().min(1).max(100_000_000).optional(),
  /** Of one transaction. */
  recipientsPerMessage: z.number().int().min(1).max(1_000).optional(),
})
export type Pacing = z.infer<typeof pacingSchema>

const common = {
  name: nameSchema,
  /** EHLO name; default: the configured hostname. */
  ehloName: domainNameSchema.optional(),
  /** Connections at the same time: over the whole route, and to one destination host. */
  maxConnections: z.number().int().min(1).max(1_000).default(20),
  maxConnectionsPerHost: z.number().int().min(1).max(1_000).default(5),
  pacing: pacingSchema.default({}),
  /** Parts of the retry settings that differ on this route. */
  retry: z
    .strictObject({
      schedule: z.array(durationSchema).min(1).optional(),
      expireAfter: durationSchema.optional(),
      delayNoticeAfter: durationSchema.optional(),
    })
    .optional(),
}

/** Routes that go out over SMTP or LMTP. */
const outgoing = {
  /** Local address to connect from, of either family; default: what the system chooses. */
  sourceAddress: z.union([z.ipv4(), z.ipv6()]).optional(),
  /**
   * Mail waits until the office asks for it with ETRN (RFC 1985). Clients that have signed in, are trusted, or are in
   * these networks may ask.
   */
  waitForEtrn: z.strictObject({ clients: z.array(networkSchema).default([]) }).optional(),
}

export const smarthostAuthSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('password'),
    username: z.string().min(1),
    /** Left out in exports and in what the API returns; leaving it out in an update keeps the stored one. */
    password: z.string().min(1).optional(),
  }),
  oauthSettingsSchema,
])
export type SmarthostAuth = z.infer<typeof smarthostAuthSchema>

/** A further host of a smart host route, for when those before it fail. */
export const fallbackHostSchema = z.strictObject({
  host: hostSchema,
  port: portSchema.min(1).default(587),
  implicitTls: z.boolean().optional(),
})
export type FallbackHost = z.infer<typeof fallbackHostSchema>

/**
 * The circuit of a host opens after so many failures in a row of the host itself (connection, TLS, greeting, sign-in:
 * never a recipient's). Open, it is left alone for `pause`; then one connection tries it, and closes or opens it again.
 */
export const circuitSchema = z.strictObject({
  failures: z.number().int().min(1).max(1_000).default(5),
  pause: durationSchema.default('1m'),
})
export type CircuitSettings = z.infer<typeof circuitSchema>

export const smarthostRouteSchema = z.strictObject({
  kind: z.literal('smarthost'),
  ...common,
  ...outgoing,
  /** Id of the provider whose preset it was made from; for words and links only. */
  preset: z.string().max(64).optional(),
  host: hostSchema,
  port: portSchema.min(1).default(587),
  /** implicit: TLS from the first octet (port 465), whatever tls says about verification. */
  implicitTls: z
    .boolean()
    .optional()
    .meta({ description: 'TLS from the first octet. Default: on port 465 only.' }),
  tls: tlsPolicySchema.default('required'),
  auth: smarthostAuthSchema.optional(),
  /**
   * Tried in this order where those before give no session, or are left alone by their circuit; the same TLS and
   * sign-in.
   */
  fallbacks: z.array(fallbackHostSchema).max(10).default([]),
  circuit: circuitSchema.prefault({}),
})

/** What differs for some destination domains of an MX route; the first entry that matches counts. */
export const domainPolicySchema = z.strictObject({
  /** Patterns of domains, as in relay rules. */
  domains: z.array(addressPatternSchema).min(1),
  tls: tlsPolicySchema.optional(),
  maxConnections: z.number().int().min(1).max(1_000).optional(),
  messagesPerMinute: z.number().int().min(1).max(1_000_000).optional(),
})
export type DomainPolicy = z.infer<typeof domainPolicySchema>

export const mxRouteSchema = z.strictObject({
  kind: z.literal('mx'),
  ...common,
  ...outgoing,
  tls: tlsPolicySchema.default('opportunistic'),
  /** Honour the policies that domains publish: MTA-STS (RFC 8461), DANE (RFC 7672, needs a validating DNS server). */
  mtaSts: z.boolean().default(true),
  dane: z.boolean().default(true),
  addressFamily: z.enum(['ipv6-first', 'ipv4-first', 'ipv4-only', 'ipv6-only']).default('ipv6-first'),
  domainPolicies: z.array(domainPolicySchema).max(1_000).default([]),
  /** Port of the destination's MX hosts; other than 25 only for tests. */
  port: portSchema.min(1).default(25),
})

export const maildirRouteSchema = z.strictObject({
  kind: z.literal('maildir'),
  ...common,
  /** Folder that holds one Maildir a recipient: path/domain/local-part/{tmp,new,cur}. */
  path: z.string().min(1, 'Give the folder that holds the mailboxes.'),
})

export const lmtpRouteSchema = z.strictObject({
  kind: z.literal('lmtp'),
  ...common,
  ...outgoing,
  host: hostSchema,
  port: portSchema.min(1).default(24),
})

/** Kept and shown, never sent. */
export const captureRouteSchema = z.strictObject({ kind: z.literal('capture'), ...common })

/** Kept until the operator releases it; then the relay rules are asked again, and those that hold are passed over. */
export const holdRouteSchema = z.strictObject({ kind: z.literal('hold'), ...common })

export const routeSchema = z.discriminatedUnion('kind', [
  smarthostRouteSchema,
  mxRouteSchema,
  maildirRouteSchema,
  lmtpRouteSchema,
  captureRouteSchema,
  holdRouteSchema,
])

export type Route = z.infer<typeof routeSchema>
export type RouteKind = Route['kind']
export type SmarthostRoute = z.infer<typeof smarthostRouteSchema>
export type MxRoute = z.infer<typeof mxRouteSchema>
export type MaildirRoute = z.infer<typeof maildirRouteSchema>
export type LmtpRoute = z.infer<typeof lmtpRouteSchema>
export type CaptureRoute = z.infer<typeof captureRouteSchema>
export type HoldRoute = z.infer<typeof holdRouteSchema>
