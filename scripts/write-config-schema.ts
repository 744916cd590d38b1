// Writes docs/config.schema.json from the schema in shared/domain/config.ts. Run it after changing that.
import { writeFile } from 'node:fs/promises'
import { configJsonSchema } from '../main/engine/config/config-json-schema.ts'

await writeFile('docs/config.schema.json', `${JSON.stringify(configJsonSchema(), null, 2)}\n`)
