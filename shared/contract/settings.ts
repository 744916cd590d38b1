import { z } from 'zod'
import { backupScheduleSchema, certificateSchema, retentionSchema, retrySchema } from '../domain/config.ts'
import { limitsSchema } from '../domain/limits.ts'
import { localMailSchema } from '../domain/local-mail.ts'
import { tokenIssuerSchema } from '../domain/oauth.ts'
import { domainNameSchema } from '../domain/primitives.ts'
import { base, nothing } from './collection.ts'

export const settingsSchema = z.strictObject({
  hostname: domainNameSchema.nullable(),
  postmaster: z.email().nullable(),
  localDomains: z.array(domainNameSchema),
  dnsServers: z.array(z.string().min(1)),
  localMail: localMailSchema,
  limits: limitsSchema,
  /** Check SPF, DKIM and DMARC of mail from outside. */
  checkAuthentication: z.boolean(),
  tokenIssuer: tokenIssuerSchema.nullable(),
  retry: retrySchema,
  retention: retentionSchema,
  backups: backupScheduleSchema,
})
export type Settings = z.infer<typeof settingsSchema>

export const certificateInfoSchema = z.object({
  config: certificateSchema,
  subject: z.string(),
  issuer: z.string(),
  names: z.array(z.string()),
  notBefore: z.number(),
  notAfter: z.number(),
  /** SHA-256 in hexadecimal, as devices show it. */
  fingerprint: z.string(),
  /** PEM of Mailroom's own CA, for devices to trust; null with the user's certificate. */
  caPem: z.string().nullable(),
  problem: z.string().nullable(),
})
export type CertificateInfo = z.infer<typeof certificateInfoSchema>

/** What DNS says of a name, asked as a change of the servers would have it asked. */
export const dnsAnswerSchema = z.object({
  type: z.enum(['MX', 'A', 'AAAA', 'TXT']),
  records: z.array(z.string()),
  /** Why there are none, in words. */
  problem: z.string().nullable(),
})
export type DnsAnswer = z.infer<typeof dnsAnswerSchema>

export const settings = {
  get: base
    .route({ method: 'GET', path: '/settings', summary: 'General settings', tags: ['settings'] })
    .output(settingsSchema),
  update: base
    .route({ method: 'PUT', path: '/settings', summary: 'Replace the general settings', tags: ['settings'] })
    .input(settingsSchema)
    .output(nothing),
  lookUp: base
    .route({ method: 'POST', path: '/dns/look-up', summary: 'Ask DNS for a name', tags: ['settings'] })
    .input(
      z.strictObject({
        name: domainNameSchema,
        /** Empty: as the system. */
        servers: z.array(z.string().min(1)).max(10).default([]),
      }),
    )
    .output(z.object({ answers: z.array(dnsAnswerSchema), tookMs: z.number() })),
  certificate: base
    .route({
      method: 'GET',
      path: '/certificate',
      summary: 'The certificate of the listeners',
      tags: ['settings'],
    })
    .output(certificateInfoSchema),
  setCertificate: base
    .route({
      method: 'PUT',
      path: '/certificate',
      summary: 'Use the generated certificate or your own',
      tags: ['settings'],
    })
    .input(certificateSchema)
    .output(nothing),
}
