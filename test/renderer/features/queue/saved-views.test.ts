import { expect, test } from 'vitest'
import type { SavedView } from '../../../../renderer/features/queue/queue-preferences.ts'
import { NEWEST_FIRST } from '../../../../renderer/features/queue/queue-store.ts'
import {
  addView,
  changeView,
  isSameContent,
  moveView,
  removeView,
} from '../../../../renderer/features/queue/saved-views.ts'

const content = { filter: 'state:failed', sort: NEWEST_FIRST, columns: null }
const names = (views: readonly SavedView[]) => views.map(({ name }) => name)
const views = addView(addView([], 'Failed ones', content), 'Failed ones', content)

test('two views never have one name', () => {
  expect(names(views)).toEqual(['Failed ones', 'Failed ones 2'])
  expect(names(changeView(views, 'own-2', { name: 'failed ONES' }))).toEqual(['Failed ones', 'failed ONES 2'])
  expect(names(changeView(views, 'own-1', { name: 'Failed ones' }))).toEqual(names(views))
})

test('views are moved and removed', () => {
  expect(names(moveView(views, 'own-2', -1))).toEqual(['Failed ones 2', 'Failed ones'])
  expect(names(moveView(views, 'own-1', -1))).toEqual(names(views))
  expect(names(removeView(views, 'own-1'))).toEqual(['Failed ones 2'])
})

test('a view differs by filter, order and columns', () => {
  expect(isSameContent(content, { ...content, filter: ' state:failed ' })).toBe(true)
  expect(isSameContent(content, { ...content, filter: 'x' })).toBe(false)
  expect(isSameContent(content, { ...content, columns: [{ id: 'state', width: null }] })).toBe(false)
})
