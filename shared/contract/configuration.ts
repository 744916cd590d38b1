import { z } from 'zod'
import { clientNetworkSchema } from '../domain/client-network.ts'
import { certificateSchema, configSchema, listenerSchema } from '../domain/config.ts'
import { nameSchema } from '../domain/primitives.ts'
import { routeSchema } from '../domain/route.ts'
import { ruleSchema } from '../domain/rule.ts'
import { base, nothing } from './collection.ts'
import { fieldIssueSchema } from './errors.ts'
import { settingsSchema } from './settings.ts'

/** A change that is not made yet. item null removes; name null adds. */
export const configurationChangeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('settings'), settings: settingsSchema }),
  z.strictObject({ kind: z.literal('certificate'), certificate: certificateSchema }),
  z.strictObject({
    kind: z.literal('listener'),
    name: nameSchema.nullable(),
    item: listenerSchema.nullable(),
  }),
  z.strictObject({
    kind: z.literal('network'),
    name: nameSchema.nullable(),
    item: clientNetworkSchema.nullable(),
  }),
  z.strictObject({ kind: z.literal('route'), name: nameSchema.nullable(), item: routeSchema.nullable() }),
  z.strictObject({ kind: z.literal('rule'), name: nameSchema.nullable(), item: ruleSchema.nullable() }),
  z.strictObject({ kind: z.literal('document'), document: z.unknown() }),
])
export type ConfigurationChange = z.infer<typeof configurationChangeSchema>

/** What it will do besides being stored: "The listener \"lan\" is restarted; 3 open sessions end with 421." */
export const effectSchema = z.object({
  severity: z.enum(['info', 'warning']),
  text: z.string(),
})
export type Effect = z.infer<typeof effectSchema>

export const configuration = {
  preview: base
    .route({
      method: 'POST',
      path: '/configuration/preview',
      summary: 'What a change would do',
      tags: ['configuration'],
    })
    .input(z.strictObject({ change: configurationChangeSchema }))
    .output(z.object({ effects: z.array(effectSchema) })),
  /** With the secrets in it, sealed with a passphrase (JWE, RFC 7516, PBES2). */
  exportSealed: base
    .route({
      method: 'POST',
      path: '/configuration/sealed',
      summary: 'The whole configuration with sealed secrets',
      tags: ['configuration'],
    })
    .input(z.strictObject({ passphrase: z.string().min(8, 'Use at least 8 characters.').max(1_000) }))
    .output(z.object({ document: z.unknown() })),
  /** INVALID where the passphrase does not open it. */
  importSealed: base
    .route({
      method: 'PUT',
      path: '/configuration/sealed',
      summary: 'Replace the whole configuration, secrets included',
      tags: ['configuration'],
    })
    .input(z.strictObject({ document: z.unknown(), passphrase: z.string().max(1_000) }))
    .output(nothing),
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
