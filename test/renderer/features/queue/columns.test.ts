import { expect, test } from 'vitest'
import {
  leastWidth,
  moved,
  resized,
  shownColumns,
  tracksOf,
  withColumn,
} from '../../../../renderer/features/queue/columns.ts'

const ids = (columns: ReturnType<typeof shownColumns>) => columns.map(({ id }) => id)

test('without a choice the columns follow the room', () => {
  expect(ids(shownColumns(null, 400))).toEqual(['state', 'sender', 'recipients', 'age'])
  expect(ids(shownColumns(null, 2_000))).toContain('lastReply')
  for (const room of [500, 600, 690, 800, 910, 1_040])
    expect(leastWidth(shownColumns(null, room))).toBeLessThanOrEqual(room)
})

test('what was chosen is shown in its order and width', () => {
  const chosen = resized(
    moved(withColumn(shownColumns(null, 400), 'account', true), 'account', -1),
    'sender',
    5,
  )
  expect(ids(chosen)).toEqual(['state', 'sender', 'recipients', 'account', 'age'])
  expect(shownColumns(chosen, 100)).toBe(chosen)
  expect(tracksOf(chosen)).toBe('20px 84px 48px minmax(124px, 1.5fr) 104px 60px')
  expect(ids(withColumn(chosen, 'age', false))).not.toContain('age')
})
