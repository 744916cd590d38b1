import type { Selection } from '../../../shared/contract/queue.ts'
import { decodeId, type MessageId } from '../../../shared/domain/id.ts'
import type { Workers } from './open-storage.ts'

/** Searches may take long: they run where no list waits. */
type Searcher = Workers['background']

/**
 * Messages of one slice of an operation: one commit, for which mail that comes in has to wait. Slices of 250 made each
 * message wait 60 ms, and were no cheaper for each of theirs.
 */
export const SLICE = 50

/** Ids that one search fetches: a search among many costs as much for the first of them as for all. */
const SEARCHED = 20_000

/**
 * Ids of a selection in id order, slice by slice. The reader searches, so that the writer is never held up; what
 * arrives after the first search is not part of it.
 */
export async function* selectSlices(reader: Searcher, selection: Selection): AsyncGenerator<MessageId[]> {
  for await (const ids of selectPages(reader, selection))
    for (let from = 0; from < ids.length; from += SLICE) yield ids.slice(from, from + SLICE)
}

async function* selectPages(reader: Searcher, selection: Selection): AsyncGenerator<readonly MessageId[]> {
  if (selection.kind === 'ids') return yield [...new Set(selection.ids)]
  const upTo = await reader.call('lastMessageKey', undefined)
  for (let after = 0; after < upTo; ) {
    const { filter } = selection
    const ids = await reader.call('selectMessages', { filter, after, upTo, limit: SEARCHED })
    yield ids
    const last = ids.at(-1)
    if (last === undefined || ids.length < SEARCHED) return
    after = decodeId(last)
  }
}

/** The next ids of a selection after one of them. The bound comes from createSelectionBounds. */
export async function selectNext(
  reader: Searcher,
  selection: Selection,
  range: { readonly after: MessageId | null; readonly upTo: number; readonly limit: number },
): Promise<MessageId[]> {
  const { after, upTo, limit } = range
  if (selection.kind === 'ids')
    return [...new Set(selection.ids)]
      .sort()
      .filter((id) => after === null || id > after)
      .slice(0, limit)
  const key = after === null ? 0 : decodeId(after)
  return reader.call('selectMessages', { filter: selection.filter, after: key, upTo, limit })
}

/**
 * Where a selection ends that a caller comes back to: at the highest message of its first slice. Without a bound, the
 * reports of a bounce of everything would themselves be selected.
 */
export function createSelectionBounds(reader: Searcher) {
  const bounds = new WeakMap<Selection, number>()
  return async (selection: Selection, isFirst: boolean): Promise<number> => {
    const known = isFirst ? undefined : bounds.get(selection)
    const bound = known ?? (await reader.call('lastMessageKey', undefined))
    bounds.set(selection, bound)
    return bound
  }
}

/** For the audit: a filter as it is, of many ids the first. */
export function describeSelection(selection: Selection): Record<string, unknown> {
  if (selection.kind === 'filter') return { filter: selection.filter }
  return { ids: selection.ids.slice(0, 100), count: selection.ids.length }
}
