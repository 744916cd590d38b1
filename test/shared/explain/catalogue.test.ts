import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import providers from '../../../shared/explain/catalogue/providers.json' with { type: 'json' }
import { CATALOGUE_FILES } from '../../../shared/explain/catalogue.ts'
import { catalogueFileSchema, providerSchema } from '../../../shared/explain/catalogue-entry.ts'
import { explainText } from '../../../shared/explain/explain-reply.ts'
import { explanationSchema } from '../../../shared/explain/explanation.ts'

const files = Object.entries(CATALOGUE_FILES)
const entries = files.flatMap(([, file]) => catalogueFileSchema.parse(file).entries)

describe('the catalogue', () => {
  it.each(files)('%s is as its schema says', (_name, file) => {
    expect(catalogueFileSchema.safeParse(file).error).toBeUndefined()
  })

  it('names each provider that entries speak of', () => {
    const ids = z
      .array(providerSchema)
      .parse(providers)
      .map(({ id }) => id)
    const named = files.flatMap(([, file]) => {
      const { provider, entries } = catalogueFileSchema.parse(file)
      return [...(provider === null ? [] : [provider]), ...entries.flatMap(({ match }) => match.from ?? [])]
    })
    expect(named.filter((id) => !ids.includes(id))).toEqual([])
  })

  it('has no id twice', () => {
    const ids = entries.map(({ id }) => id)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  })

  it('says what to do wherever somebody has to act', () => {
    expect(entries.filter(({ actor, steps }) => actor !== 'nobody' && steps.length === 0)).toEqual([])
  })

  it('knows at least three hundred cases', () => {
    expect(entries.length).toBeGreaterThan(300)
  })

  it('explains in the form that the contract promises', () => {
    for (const text of ['550 5.1.1 User unknown', '599 never seen', 'ECONNREFUSED'])
      expect(explanationSchema.parse(explainText(text))).toEqual(explainText(text))
  })
})
