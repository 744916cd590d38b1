/** The configuration as it lies in the store: without accounts (they have a table), every secret sealed and apart. */
import { z } from 'zod'
import { type Config, configSchema } from '../../../shared/domain/config.ts'

const storedConfigurationSchema = z.strictObject({
  version: z.literal(1),
  /** No passwords, no private key as text, no accounts. */
  config: configSchema,
  /** By secret name, see configuration-secrets.ts. */
  secrets: z.record(z.string(), z.string()),
})

export type StoredConfiguration = z.infer<typeof storedConfigurationSchema>

/**
 * Parses what the store gives. Throws where it is not a configuration of this version: an installation that was
 * written by a newer Mailroom is refused, never half read.
 */
export function parseStoredConfiguration(document: unknown): StoredConfiguration {
  const parsed = storedConfigurationSchema.safeParse(document)
  if (parsed.success) return parsed.data
  throw new Error(
    'The stored configuration cannot be read by this version of Mailroom: start the version that wrote it, or replace it with --config.',
    { cause: parsed.error },
  )
}

/** What first start begins with. */
export function defaultConfiguration(): Config {
  return configSchema.parse({})
}
