import { expect, test } from 'vitest'
import { isWorthSaying } from '../../main/electron/worth-saying.ts'
import type { Attention } from '../../shared/contract/system.ts'
import type { Place } from '../../shared/place/place.ts'

const down: Attention = { kind: 'circuit', severity: 'problem', text: 'It is down.', subject: 'provider' }
const at = (panel: Place['panel'], item: string | null = null): Place => ({ panel, item, params: {} })
const all = { silenced: [] }

test('is said unless it was switched off', () => {
  expect(isWorthSaying(down, all, null)).toBe(true)
  expect(isWorthSaying(down, { silenced: ['route'] }, null)).toBe(false)
  expect(isWorthSaying(down, { silenced: ['disk'] }, null)).toBe(true)
})

test('is not said to somebody who looks at it', () => {
  expect(isWorthSaying(down, all, at('routes', 'provider'))).toBe(false)
  expect(isWorthSaying(down, all, at('overview'))).toBe(false)
  expect(isWorthSaying(down, all, at('routes', 'other'))).toBe(true)
  expect(isWorthSaying(down, all, at('queue'))).toBe(true)
})

test('what can wait is never said outside the window', () => {
  expect(isWorthSaying({ ...down, kind: 'held' }, all, null)).toBe(false)
})
