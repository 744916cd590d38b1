import { keepPreviousData, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { MessageCounts, QueueFilter } from '../../../shared/contract/queue.ts'
import { parseFilter } from '../../../shared/filter/parse-filter.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { ASK_ANEW } from '../../live/ask-anew.ts'
import { engineNow } from '../../live/clock.ts'
import { onLiveEvent } from '../../live/follow-engine.ts'
import { useLive } from '../../live/live-store.ts'
import { useSettled } from '../../ui/use-settled.ts'
import type { SavedView } from './queue-preferences.ts'
import { countOf } from './queue-view.ts'

const REFRESH_MS = 1_500
/** Counting a million takes a second of a processor, and the rows come first. */
const SETTLE_MS = 250

/** Messages by state for the filter box's text; without one, the engine's own counts, which cost nothing. */
export function useViewCounts(filter: QueueFilter): MessageCounts | null {
  const { api } = useEngine()
  const all = useLive((state) => state.status?.counts ?? null)
  const { states: _, ...rest } = useSettled(filter, SETTLE_MS)
  const filtered = Object.keys(rest).length > 0
  const options = api.queue.counts.queryOptions({ input: { filter: rest } })
  const query = useQuery({ ...options, ...ASK_ANEW, enabled: filtered, placeholderData: keepPreviousData })
  useFreshCounts(filtered)
  return filtered ? (query.data ?? null) : all
}

/** Messages in each of the reader's own views; null while they are counted. */
export function useOwnViewCounts(views: readonly SavedView[]): (id: string) => number | null {
  const { api } = useEngine()
  const filters = useMemo(() => views.map(({ filter }) => parseFilter(filter, engineNow()).filter), [views])
  const queries = useQueries({
    queries: filters.map((filter) => {
      const { states: _, ...rest } = filter
      return { ...api.queue.counts.queryOptions({ input: { filter: rest } }), ...ASK_ANEW }
    }),
  })
  useFreshCounts(views.length > 0)
  return (id) => {
    const at = views.findIndex((view) => view.id === id)
    const counts = queries[at]?.data
    return counts ? countOf(counts, filters[at]?.states) : null
  }
}

/** Counts again while messages change, but never while it is still counting. */
function useFreshCounts(enabled: boolean): void {
  const { api } = useEngine()
  const queries = useQueryClient()
  useEffect(() => {
    if (!enabled) return
    let timer: ReturnType<typeof setTimeout> | null = null
    const forget = onLiveEvent((event) => {
      const concerns =
        event.kind === 'resync' || event.batch.messages.length > 0 || event.batch.removedMessages.length > 0
      if (!concerns) return
      timer ??= setTimeout(() => {
        timer = null
        queries
          .invalidateQueries({ queryKey: api.queue.counts.key() }, { cancelRefetch: false })
          .catch((error: unknown) => console.warn('Counting failed.', error))
      }, REFRESH_MS)
    })
    return () => {
      forget()
      if (timer !== null) clearTimeout(timer)
    }
  }, [enabled, queries, api])
}
