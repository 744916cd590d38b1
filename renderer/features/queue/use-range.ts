import { useCallback, useEffect, useRef } from 'react'
import { count } from '../../format/quantity.ts'
import { problemText } from '../../forms/server-issues.ts'
import { t } from '../../text/t.ts'
import { notify } from '../../ui/toasts.tsx'
import { putCursor, selectIds, selectRow, useQueue } from './queue-store.ts'
import type { RowList } from './row-list.ts'
import { indexOfRow, loadedRows } from './row-window.ts'

/** What one request can name; more is what a filter is for. */
const MOST = 10_000

/**
 * Selects from where the selection began to a row. Its beginning can lie on a page that was dropped meanwhile: then the
 * rows between are asked for. Always the same function: rows that hear
 * of another one are rendered anew.
 */
export function useRange(list: RowList): (id: string, index: number) => void {
  const anchorIndex = useRef(-1)
  const current = useRef(list)
  current.current = list

  useEffect(
    () =>
      useQueue.subscribe(({ selected }) => {
        if (selected.kind === 'all' || selected.anchor === null) return
        const index = indexOfRow(list.state().window, selected.anchor)
        if (index >= 0) anchorIndex.current = index
      }),
    [list],
  )

  return useCallback((id, index) => {
    const list = current.current
    const { selected } = useQueue.getState()
    const anchor = selected.kind === 'some' ? selected.anchor : null
    const isLoaded = anchor === null || indexOfRow(list.state().window, anchor) >= 0
    if (isLoaded || anchorIndex.current < 0)
      return selectRow(
        id,
        'range',
        loadedRows(list.state().window).map((row) => row.id),
      )
    const [first, last] = [Math.min(anchorIndex.current, index), Math.max(anchorIndex.current, index)]
    putCursor(id)
    if (last - first >= MOST) {
      const text = t('A range takes at most {most} messages. Use a filter, and select all that match.', {
        most: count(MOST),
      })
      return notify({ text, tone: 'problem' })
    }
    list.idsIn(first, last).then(
      (ids) => selectIds(ids, anchor, id),
      (error: unknown) => notify({ text: problemText(error), tone: 'problem' }),
    )
  }, [])
}
