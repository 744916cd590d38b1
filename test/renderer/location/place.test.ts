import { expect, test } from 'vitest'
import { formatPlace, parsePlace } from '../../../renderer/location/place.ts'

test('an address says panel, item and parameters, and comes back the same', () => {
  const place = {
    panel: 'queue',
    item: '0AM1H75A005',
    params: { view: 'held', q: 'route:"my route"' },
  } as const
  expect(parsePlace(formatPlace(place))).toEqual(place)
})

test('names with signs of their own survive', () => {
  const place = { panel: 'routes', item: 'a/b?c#d%', params: {} } as const
  expect(parsePlace(formatPlace(place))).toEqual(place)
})

test.each(['', '#', '#/nonsense/x', '#token=secret'])('anything else (%j) is the overview', (hash) => {
  expect(parsePlace(hash)).toEqual({ panel: 'overview', item: null, params: {} })
})
