import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import {
  certificateSchema,
  configSchema,
  listenerSchema,
  retentionSchema,
  retrySchema,
} from '../domain/config.ts'
import { addressPatternSchema, domainNameSchema, nameSchema } from '../domain/primitives.ts'
import { routeSchema } from '../domain/route.ts'
import { ruleSchema } from '../domain/rule.ts'
import { sessionLineSchema } from '../domain/session.ts'
import { errors, fieldIssueSchema } from './errors.ts'

const base = oc.errors(errors)
const named = z.strictObject({ name: nameSchema })
const nothing = z.object({})

/** List, create, replace (also under another name) and remove, the same for every named part of the configuration. */
function collection<T extends z.ZodType>(path: `/${string}`, tag: string, schema: T) {
  return {
    list: base
      .route({ method: 'GET', path, summary: `All ${tag}, in order`, tags: [tag] })
      .output(z.array(schema)),
    create: base
      .route({ method: 'POST', path, summary: 'Add', tags: [tag] })
      .input(z.strictObject({ item: schema }))
      .output(nothing),
    update: base
      .route({ method: 'PUT', path: `${path}/{name}`, summary: 'Replace', tags: [tag] })
      .input(z.strictObject({ name: nameSchema, item: schema }))
      .output(nothing),
    remove: base
      .route({ method: 'DELETE', path: `${path}/{name}`, summary: 'Remove', tags: [tag] })
      .input(named)
      .output(nothing),
  }
}

export const listeners = collection('/listeners', 'listeners', listenerSchema)

/** What came of a route's test: its conversation as it happens, then a verdict. */
export const routeTestEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('line'), line: sessionLineSchema }),
  z.object({ kind: z.literal('verdict'), ok: z.boolean(), text: z.string() }),
])
export type RouteTestEvent = z.infer<typeof routeTestEventSchema>

export const routes = {
  ...collection('/routes', 'routes', routeSchema),
  /**
   * Connects, EHLO, STARTTLS and AUTH as delivery would, then QUIT; sends nothing. Takes a draft, also one that is
   * not saved; a draft without password uses the stored one of the route of that name. MX routes need a domain to try.
   */
  test: base
    .route({ method: 'POST', path: '/routes/test', summary: 'Try a route without sending', tags: ['routes'] })
    .input(z.strictObject({ route: routeSchema, domain: domainNameSchema.optional() }))
    .output(eventIterator(routeTestEventSchema)),
}

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
}

export const accountViewSchema = z.object({
  username: z.string(),
  allowedSenders: z.array(z.string()),
  disabled: z.boolean(),
  cramMd5: z.boolean(),
  createdAt: z.number(),
  lastUsedAt: z.number().nullable(),
})
export type AccountView = z.infer<typeof accountViewSchema>

const accountEdit = {
  allowedSenders: z.array(addressPatternSchema),
  disabled: z.boolean(),
  cramMd5: z.boolean(),
}

export const newAccountSchema = z.strictObject({
  username: z
    .string()
    .min(1, 'Give it a user name.')
    .max(128)
    .regex(/^[^\s:\p{Cc}]+$/u, 'A user name has no spaces, colons or control characters.'),
  ...accountEdit,
})

/** A password that was just made; it is shown this once. */
const generated = z.object({ password: z.string() })

export const accounts = {
  list: base
    .route({ method: 'GET', path: '/accounts', summary: 'All accounts', tags: ['accounts'] })
    .output(z.array(accountViewSchema)),
  create: base
    .route({
      method: 'POST',
      path: '/accounts',
      summary: 'Add an account with a generated password',
      tags: ['accounts'],
    })
    .input(newAccountSchema)
    .output(generated),
  update: base
    .route({ method: 'PUT', path: '/accounts/{username}', summary: 'Change an account', tags: ['accounts'] })
    .input(z.strictObject({ username: z.string(), ...accountEdit }))
    /** password: a new one, where CRAM-MD5 was switched on and needs one; otherwise null. */
    .output(z.object({ password: z.string().nullable() })),
  resetPassword: base
    .route({
      method: 'POST',
      path: '/accounts/{username}/password',
      summary: 'Make a new password',
      tags: ['accounts'],
    })
    .input(z.strictObject({ username: z.string() }))
    .output(generated),
  remove: base
    .route({
      method: 'DELETE',
      path: '/accounts/{username}',
      summary: 'Remove an account',
      tags: ['accounts'],
    })
    .input(z.strictObject({ username: z.string() }))
    .output(nothing),
}

export const settingsSchema = z.strictObject({
  hostname: domainNameSchema.nullable(),
  postmaster: z.email().nullable(),
  localDomains: z.array(domainNameSchema),
  dnsServers: z.array(z.string().min(1)),
  retry: retrySchema,
  retention: retentionSchema,
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

export const settings = {
  get: base
    .route({ method: 'GET', path: '/settings', summary: 'General settings', tags: ['settings'] })
    .output(settingsSchema),
  update: base
    .route({ method: 'PUT', path: '/settings', summary: 'Replace the general settings', tags: ['settings'] })
    .input(settingsSchema)
    .output(nothing),
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

export const configuration = {
  /** Secrets are left out: route passwords are absent, accounts carry their scrypt hash. */
  export: base
    .route({
      method: 'GET',
      path: '/configuration',
      summary: 'The whole configuration, without secrets',
      tags: ['configuration'],
    })
    .output(configSchema),
  check: base
    .route({
      method: 'POST',
      path: '/configuration/check',
      summary: 'Would this configuration be accepted',
      tags: ['configuration'],
    })
    .input(z.unknown())
    .output(z.object({ issues: z.array(fieldIssueSchema) })),
  /** What `--config` does; secrets that are left out stay as they are for routes of the same name. */
  import: base
    .route({
      method: 'PUT',
      path: '/configuration',
      summary: 'Replace the whole configuration and the accounts',
      tags: ['configuration'],
    })
    .input(z.unknown())
    .output(nothing),
}
