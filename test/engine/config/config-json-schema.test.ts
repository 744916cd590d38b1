import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { configJsonSchema } from '../../../main/engine/config/config-json-schema.ts'

test('docs/config.schema.json is current (node scripts/write-config-schema.ts writes it)', async () => {
  const written = JSON.parse(await readFile('docs/config.schema.json', 'utf8'))
  expect(written).toEqual(JSON.parse(JSON.stringify(configJsonSchema())))
})
