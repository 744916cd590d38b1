import { z } from 'zod'
import { accountConfigSchema } from './account.ts'
import { byteSizeSchema } from './byte-size.ts'
import { clientNetworkSchema, lineEndsSchema } from './client-network.ts'
import { dkimKeySchema } from './dkim.ts'
import { durationSchema } from './duration.ts'
import { limitsSchema } from './limits.ts'
import { localMailSchema } from './local-mail.ts'
import { tokenIssuerSchema } from './oauth.ts'
import { domainNameSchema, hostSchema, nameSchema, networkSchema, portSchema } from './primitives.ts'
import { routeSchema } from './route.ts'
import { ruleSchema } from './rule.ts'
import { tolerancesSchema } from './tolerance.ts'

/** A bound SMTP port. */
export const listenerSchema = z.strictObject({
  name: nameSchema,
  enabled: z.boolean().default(true),
  /** Address to bind: "127.0.0.1", "::1", "0.0.0.0", or an interface's own. */
  host: hostSchema.default('127.0.0.1'),
  /** 0 lets the system choose. */
  port: portSchema,
  tls: z.enum(['none', 'starttls', 'implicit']).default('starttls'),
  auth: z.enum(['off', 'optional', 'required']).default('optional'),
  /** Offer AUTH without TLS, but only to clients in trustedNetworks. */
  authInClear: z.boolean().default(false),
  /** Who may submit without AUTH; see also `networks`, which are named and can be limited. */
  trustedNetworks: z.array(networkSchema).default([]),
  /** Default: refuse from clients that are neither trusted nor signed in, normalise from the others. */
  lineEnds: lineEndsSchema.optional(),
  /** Lines of content over 1000 octets (RFC 5321 §4.5.3.1.6). */
  longLines: z.enum(['pass', 'fold', 'refuse']).default('pass'),
  /** Device profile of every client of this listener. */
  tolerate: tolerancesSchema,
  maxSize: byteSizeSchema.default('50MiB'),
  maxRecipients: z.number().int().min(1).max(50_000).default(1_000),
  maxConnections: z.number().int().min(1).max(10_000).default(500),
  maxConnectionsPerClient: z.number().int().min(1).max(10_000).default(100),
})
export type Listener = z.infer<typeof listenerSchema>

export const retrySchema = z.strictObject({
  /** Delay after the first, second, … failed attempt; the last one repeats. Jitter of ±10 % is added. */
  schedule: z.array(durationSchema).min(1).default(['1m', '5m', '15m', '30m', '1h', '2h']),
  expireAfter: durationSchema.default('5d'),
  delayNoticeAfter: durationSchema.default('4h'),
})
export type Retry = z.infer<typeof retrySchema>

export const retentionSchema = z.strictObject({
  /** How long a message's history is kept after its last recipient is done. */
  history: durationSchema.default('30d'),
  /** How long its body is kept; "0s" removes it at once. */
  bodies: durationSchema.default('0s'),
  sessions: z
    .strictObject({
      age: durationSchema.default('14d'),
      count: z.number().int().min(100).max(1_000_000).default(20_000),
      size: byteSizeSchema.default('256MiB'),
    })
    .prefault({}),
})
export type Retention = z.infer<typeof retentionSchema>

/** Backups by themselves, into the data folder. */
export const backupScheduleSchema = z.strictObject({
  /** Absent: only by hand. */
  every: durationSchema.optional(),
  /** So many scheduled ones are kept. */
  keep: z.number().int().min(1).max(100).default(7),
})
export type BackupSchedule = z.infer<typeof backupScheduleSchema>

export const certificateSchema = z.discriminatedUnion('kind', [
  /** Signed by Mailroom's own small CA, renewed by itself. */
  z.strictObject({ kind: z.literal('generated') }),
  z.strictObject({
    kind: z.literal('pem'),
    /** PEM text, or the path of a file with it. */
    certificate: z.string().min(1),
    /**
     * PEM text, or the path of a file with it. A text is sealed and never shown again: exports and the API leave it
     * out, and leaving it out in an update keeps the stored one.
     */
    key: z.string().min(1).optional(),
    passphrase: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('pfx'), path: z.string().min(1), passphrase: z.string().optional() }),
])
export type CertificateConfig = z.infer<typeof certificateSchema>

/** The whole configuration; `mailroom config export` writes it and `--config` reads it. */
export const configSchema = z.strictObject({
  hostname: domainNameSchema
    .optional()
    .meta({ description: 'Name in greetings, EHLO and Received. Default: the name of this computer.' }),
  postmaster: z.email().optional(),
  console: z
    .strictObject({ host: hostSchema.default('127.0.0.1'), port: portSchema.default(8025) })
    .prefault({}),
  dns: z.strictObject({ servers: z.array(z.string().min(1)).default([]) }).prefault({}),
  localDomains: z.array(domainNameSchema).default([]),
  localMail: localMailSchema.prefault({}),
  limits: limitsSchema.prefault({}),
  /** SPF, DKIM and DMARC of mail from outside, for rules and the message view. */
  authentication: z
    .strictObject({ check: z.boolean().default(true), tokens: tokenIssuerSchema.optional() })
    .prefault({}),
  certificate: certificateSchema.default({ kind: 'generated' }),
  listeners: z.array(listenerSchema).default(() => [listenerSchema.parse(DEFAULT_LISTENER)]),
  networks: z.array(clientNetworkSchema).default([]),
  accounts: z.array(accountConfigSchema).default([]),
  routes: z.array(routeSchema).default([]),
  rules: z.array(ruleSchema).default([]),
  dkim: z.array(dkimKeySchema).default([]),
  retry: retrySchema.prefault({}),
  retention: retentionSchema.prefault({}),
  backups: backupScheduleSchema.prefault({}),
  /** Clients that are refused before anything else. */
  blockedClients: z
    .array(
      z.strictObject({
        client: networkSchema,
        note: z.string().max(200).default(''),
        since: z.number().default(0),
        until: z.number().nullable().default(null),
      }),
    )
    .default([]),
})
export type Config = z.infer<typeof configSchema>
export type ConfigInput = z.input<typeof configSchema>

/** First start needs no configuration: this computer may submit without AUTH. */
export const DEFAULT_LISTENER = {
  name: 'local',
  host: '127.0.0.1',
  port: 2525,
  tls: 'starttls',
  auth: 'optional',
  trustedNetworks: ['127.0.0.0/8', '::1/128'],
} as const
