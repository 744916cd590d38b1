import { z } from 'zod'
import { byteSizeSchema } from './byte-size.ts'
import { durationSchema } from './duration.ts'
import {
  addressPatternSchema,
  domainNameSchema,
  hostSchema,
  nameSchema,
  networkSchema,
  portSchema,
} from './primitives.ts'
import { routeSchema } from './route.ts'
import { ruleSchema } from './rule.ts'

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
  /** Who may submit without AUTH. */
  trustedNetworks: z.array(networkSchema).default([]),
  maxSize: byteSizeSchema.default('50MiB'),
  maxRecipients: z.number().int().min(1).max(50_000).default(1_000),
  maxConnections: z.number().int().min(1).max(10_000).default(500),
  maxConnectionsPerClient: z.number().int().min(1).max(10_000).default(100),
})
export type Listener = z.infer<typeof listenerSchema>

/** An account as the configuration file has it; on export the password is left out and passwordHash stands instead. */
export const accountConfigSchema = z
  .strictObject({
    username: z
      .string()
      .min(1)
      .max(128)
      .regex(/^[^\s:\p{Cc}]+$/u, 'A user name has no spaces, colons or control characters.'),
    password: z.string().min(8, 'A password has at least 8 characters.').max(256).optional(),
    /** scrypt, in the form "scrypt$N$r$p$salt$hash" (base64). */
    passwordHash: z.string().startsWith('scrypt$').optional(),
    /** Sender addresses that the account may use in MAIL FROM; an empty list allows none. */
    allowedSenders: z.array(addressPatternSchema).default(['*']),
    disabled: z.boolean().default(false),
    /** CRAM-MD5 needs a recoverable copy of the password, which is sealed by the secret store. */
    cramMd5: z.boolean().default(false),
  })
  .refine((account) => account.password !== undefined || account.passwordHash !== undefined, {
    path: ['password'],
    message: 'An account needs a password (or a passwordHash from an export).',
  })
export type AccountConfig = z.infer<typeof accountConfigSchema>

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
  certificate: certificateSchema.default({ kind: 'generated' }),
  listeners: z.array(listenerSchema).default(() => [listenerSchema.parse(DEFAULT_LISTENER)]),
  accounts: z.array(accountConfigSchema).default([]),
  routes: z.array(routeSchema).default([]),
  rules: z.array(ruleSchema).default([]),
  retry: retrySchema.prefault({}),
  retention: retentionSchema.prefault({}),
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
