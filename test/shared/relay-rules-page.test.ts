import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { routeSchema } from '../../shared/domain/route.ts'
import { ruleActionSchema, ruleChangeSchema, ruleMatchSchema, ruleSchema } from '../../shared/domain/rule.ts'

const page = readFileSync('docs/relay-rules.md', 'utf8')
const whole = z.union([ruleSchema, z.array(ruleSchema), routeSchema])
const inTable = z.union([ruleActionSchema, ruleChangeSchema])

it.each([...page.matchAll(/```json\n([^`]*)```/g)].map(([, json = '']) => json))(
  'its example is a configuration: %s',
  (json) => {
    expect(whole.safeParse(JSON.parse(json)).error).toBeUndefined()
  },
)

it.each([...page.matchAll(/\| `(\{ "kind".*?\})` \|/g)].map(([, json = '']) => json))(
  'its change or action is one: %s',
  (json) => {
    expect(inTable.safeParse(JSON.parse(json)).error).toBeUndefined()
  },
)

it('tells every condition, change and action that there is', () => {
  for (const condition of Object.keys(ruleMatchSchema.shape)) expect(page).toContain(`\`${condition}\``)
  const kinds = [...ruleChangeSchema.options, ...ruleActionSchema.options].map(
    ({ shape }) => shape.kind.value,
  )
  for (const kind of kinds) expect(page).toContain(`"kind": "${kind}"`)
})
