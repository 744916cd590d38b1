import { expect, test } from 'vitest'
import { attentionSchema } from '../../../shared/contract/system.ts'
import { attentionPlace } from '../../../shared/place/attention-place.ts'
import { formatPlace, parsePlace } from '../../../shared/place/place.ts'

test.each(attentionSchema.shape.kind.options)('%s has a place to go', (kind) => {
  const place = attentionPlace({ kind, subject: 'provider' })
  expect(parsePlace(formatPlace(place))).toEqual(place)
})

test('a route that fails leads to that route, and a stuck queue to what waits', () => {
  expect(attentionPlace({ kind: 'circuit', subject: 'provider' })).toMatchObject({
    panel: 'routes',
    item: 'provider',
  })
  expect(attentionPlace({ kind: 'queue-stuck', subject: null }).params).toEqual({ view: 'waiting' })
})
