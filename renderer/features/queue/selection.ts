import type { QueueFilter, Selection } from '../../../shared/contract/queue.ts'

/**
 * What is selected in the queue. Either rows by id, or everything that matches the filter, also what is not loaded.
 * Pure: each move takes the rows as they are shown, because a range is what lies between two of them.
 */
export type Selected =
  | {
      readonly kind: 'some'
      readonly ids: ReadonlySet<string>
      /** Where a range begins. */
      readonly anchor: string | null
    }
  | { readonly kind: 'all' }

export const NOTHING: Selected = { kind: 'some', ids: new Set(), anchor: null }

export type Move = 'only' | 'toggle' | 'range'

export function select(selected: Selected, id: string, move: Move, shown: readonly string[]): Selected {
  switch (move) {
    case 'only':
      return { kind: 'some', ids: new Set([id]), anchor: id }
    case 'toggle':
      return toggle(selected, id, shown)
    case 'range':
      return range(selected, id, shown)
  }
}

export function isSelected(selected: Selected, id: string): boolean {
  return selected.kind === 'all' || selected.ids.has(id)
}

export function selectedCount(selected: Selected, matching: number): number {
  return selected.kind === 'all' ? matching : selected.ids.size
}

export function selectionOf(selected: Selected, filter: QueueFilter): Selection {
  return selected.kind === 'all' ? { kind: 'filter', filter } : { kind: 'ids', ids: [...selected.ids] }
}

/** Which move a click means: Shift selects a range, Ctrl or Cmd adds one. */
export function moveOf(keys: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }): Move {
  if (keys.shiftKey) return 'range'
  return keys.ctrlKey || keys.metaKey ? 'toggle' : 'only'
}

function toggle(selected: Selected, id: string, shown: readonly string[]): Selected {
  const ids = new Set(selected.kind === 'all' ? shown : selected.ids)
  if (!ids.delete(id)) ids.add(id)
  return { kind: 'some', ids, anchor: id }
}

function range(selected: Selected, id: string, shown: readonly string[]): Selected {
  const anchor = selected.kind === 'some' ? selected.anchor : null
  const from = anchor === null ? -1 : shown.indexOf(anchor)
  const to = shown.indexOf(id)
  if (anchor === null || from < 0 || to < 0) return select(selected, id, 'only', shown)
  const between = shown.slice(Math.min(from, to), Math.max(from, to) + 1)
  return { kind: 'some', ids: new Set(between), anchor }
}
