import { z } from 'zod'
import { configSchema } from '../../../shared/domain/config.ts'

/** The JSON Schema of the configuration file, for editors and for docs/config.schema.json. */
export function configJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(configSchema, {
    io: 'input',
    target: 'draft-2020-12',
    unrepresentable: 'any',
  })
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Mailroom configuration',
    description:
      'What "mailroom serve --config" reads and "mailroom config export" writes. Every key is optional.',
    ...schema,
  }
}
