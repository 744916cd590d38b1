/** The reader's own views: pure changes of their list. */
import type { SavedView } from './queue-preferences.ts'

export type ViewContent = Pick<SavedView, 'filter' | 'sort' | 'columns'>

export function addView(views: readonly SavedView[], name: string, content: ViewContent): SavedView[] {
  return [...views, { id: freeId(views), name: freeName(views, name), ...content }]
}

export function changeView(views: readonly SavedView[], id: string, change: Partial<SavedView>): SavedView[] {
  const others = views.filter((view) => view.id !== id)
  return views.map((view) => {
    if (view.id !== id) return view
    const changed = { ...view, ...change }
    return { ...changed, name: freeName(others, changed.name) }
  })
}

export function removeView(views: readonly SavedView[], id: string): SavedView[] {
  return views.filter((view) => view.id !== id)
}

export function moveView(views: readonly SavedView[], id: string, by: -1 | 1): SavedView[] {
  const from = views.findIndex((view) => view.id === id)
  const view = views[from]
  const to = from + by
  if (!view || to < 0 || to >= views.length) return [...views]
  return views.toSpliced(from, 1).toSpliced(to, 0, view)
}

export function isSameContent(one: ViewContent, other: ViewContent): boolean {
  const text = ({ filter, sort, columns }: ViewContent) =>
    JSON.stringify([
      filter.trim(),
      sort.by,
      sort.direction,
      columns?.map(({ id, width }) => [id, width]) ?? null,
    ])
  return text(one) === text(other)
}

function freeId(views: readonly SavedView[]): string {
  const numbers = views.map(({ id }) => Number(/^own-(\d+)$/.exec(id)?.[1] ?? 0))
  return `own-${Math.max(0, ...numbers) + 1}`
}

/** "Scanner", "Scanner 2": two tabs of one name cannot be told apart. */
function freeName(views: readonly SavedView[], wanted: string): string {
  const name = wanted.trim().slice(0, 36)
  const taken = new Set(views.map((view) => view.name.toLowerCase()))
  if (!taken.has(name.toLowerCase())) return name
  let number = 2
  while (taken.has(`${name} ${number}`.toLowerCase())) number += 1
  return `${name} ${number}`
}
