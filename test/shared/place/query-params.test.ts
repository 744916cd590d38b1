import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatQueryParams, parseQueryParams } from '../../../shared/place/query-params.ts'

test('parameters of any text come back as they were', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), fc.string({ unit: 'grapheme' }))), (entries) => {
      const params = Object.fromEntries(entries.filter(([name]) => name !== '__proto__'))
      expect(Object.fromEntries(parseQueryParams(formatQueryParams(params)))).toEqual(params)
    }),
  )
})

test('they are read as a browser reads them', () => {
  for (const query of [
    '',
    'a=1&b=2',
    'a=b=c',
    'view',
    '&&a=1',
    'q=two+words%20more',
    'a=%C3%A4&a=2',
    'p=%2B',
  ])
    expect(parseQueryParams(query), query).toEqual([...new URLSearchParams(query)])
})

test('a broken escape stays as it was written', () => {
  expect(parseQueryParams('q=100%')).toEqual([['q', '100%']])
})
