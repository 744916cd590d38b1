import { expect, test } from 'vitest'
import { filterOf } from '../../../../renderer/features/queue/queue-view.ts'

test('states in the filter box win over the view', () => {
  expect(filterOf('held', {})).toEqual({ states: ['held'] })
  expect(filterOf('held', { states: ['failed'] })).toEqual({ states: ['failed'] })
  expect(filterOf('all', { text: 'x' })).toEqual({ text: 'x' })
})
