import { z } from 'zod'
import { durationSchema } from './duration.ts'
import { domainNameSchema, hostSchema, nameSchema, portSchema } from './primitives.ts'

/**
 * never                TLS is not tried
 * opportunistic        TLS where offered, any certificate; in the clear where not
 * required             TLS with a certificate that verifies, or the mail waits
 * required-unverified  TLS with any certificate, or the mail waits
 */
export const tlsPolicySchema = z.enum(['never', 'opportunistic', 'required', 'required-unverified'])
export type TlsPolicy = z.infer<typeof tlsPolicySchema>

const common = {
  name: nameSchema,
  /** EHLO name; default: the configured hostname. */
  ehloName: domainNameSchema.optional(),
  /** Connections at the same time: over the whole route, and to one destination host. */
  maxConnections: z.number().int().min(1).max(1_000).default(20),
  maxConnectionsPerHost: z.number().int().min(1).max(1_000).default(5),
  /** Parts of the retry settings that differ on this route. */
  retry: z
    .strictObject({
      schedule: z.array(durationSchema).min(1).optional(),
      expireAfter: durationSchema.optional(),
      delayNoticeAfter: durationSchema.optional(),
    })
    .optional(),
}

export const smarthostAuthSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('password'),
    username: z.string().min(1),
    /** Left out in exports and in what the API returns; leaving it out in an update keeps the stored one. */
    password: z.string().min(1).optional(),
  }),
])

export const smarthostRouteSchema = z.strictObject({
  kind: z.literal('smarthost'),
  ...common,
  host: hostSchema,
  port: portSchema.min(1).default(587),
  /** implicit: TLS from the first octet (port 465), whatever tls says about verification. */
  implicitTls: z
    .boolean()
    .optional()
    .meta({ description: 'TLS from the first octet. Default: on port 465 only.' }),
  tls: tlsPolicySchema.default('required'),
  auth: smarthostAuthSchema.optional(),
})

export const mxRouteSchema = z.strictObject({
  kind: z.literal('mx'),
  ...common,
  tls: tlsPolicySchema.default('opportunistic'),
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
  host: hostSchema,
  port: portSchema.min(1).default(24),
})

/** Kept and shown, never sent. */
export const captureRouteSchema = z.strictObject({ kind: z.literal('capture'), ...common })

export const routeSchema = z.discriminatedUnion('kind', [
  smarthostRouteSchema,
  mxRouteSchema,
  maildirRouteSchema,
  lmtpRouteSchema,
  captureRouteSchema,
])

export type Route = z.infer<typeof routeSchema>
export type RouteKind = Route['kind']
export type SmarthostRoute = z.infer<typeof smarthostRouteSchema>
export type MxRoute = z.infer<typeof mxRouteSchema>
export type MaildirRoute = z.infer<typeof maildirRouteSchema>
export type LmtpRoute = z.infer<typeof lmtpRouteSchema>
export type CaptureRoute = z.infer<typeof captureRouteSchema>
