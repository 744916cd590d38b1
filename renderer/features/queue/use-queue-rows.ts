import { type InfiniteData, keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import type { QueueFilter, QueueSort } from '../../../shared/contract/queue.ts'
import type { MessageRow } from '../../../shared/domain/message.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { ASK_ANEW } from '../../live/ask-anew.ts'
import { onLiveEvent } from '../../live/follow-engine.ts'
import { useLocation } from '../../location/location-store.ts'
import { applyBatch, type Page } from './apply-batch.ts'
import { useQueue } from './queue-store.ts'
import { isSelected } from './selection.ts'

const PAGE_SIZE = 200
/** Events that named only some of what changed lead to one new request in this time, not to twenty a second. */
const REFETCH_MS = 2_000

/** The rows of a view, page after page, kept up to date by the engine's events. */
export function useQueueRows(filter: QueueFilter, sort: QueueSort) {
  const { api } = useEngine()
  const options = api.queue.list.infiniteOptions({
    input: (cursor: string | null) => ({ filter, sort, cursor, limit: PAGE_SIZE }),
    initialPageParam: null,
    getNextPageParam: (page) => page.nextCursor,
  })
  const query = useInfiniteQuery({ ...options, ...ASK_ANEW, placeholderData: keepPreviousData })
  useLiveRows(options.queryKey, filter, sort)
  const rows = useMemo(() => uniqueRows(query.data?.pages ?? []), [query.data])
  return { query, rows }
}

type Loaded = InfiniteData<Page, string | null>

function useLiveRows(key: readonly unknown[], filter: QueueFilter, sort: QueueSort): void {
  const queries = useQueryClient()
  const latest = useRef({ key, filter, sort })
  latest.current = { key, filter, sort }

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    const refetchSoon = () => {
      timer ??= setTimeout(() => {
        timer = null
        queries
          .invalidateQueries({ queryKey: latest.current.key })
          .catch((error: unknown) => console.warn('Refreshing the queue failed.', error))
      }, REFETCH_MS)
    }
    const forget = onLiveEvent((event) => {
      if (event.kind !== 'batch') return
      const { key: queryKey, ...shown } = latest.current
      queries.setQueryData<Loaded>(
        queryKey,
        (data) => data && { ...data, pages: applyBatch(data.pages, event.batch, { ...shown, inUse }) },
      )
      // An answer that is on its way may be older than this event.
      if (event.batch.more || queries.isFetching({ queryKey }) > 0) refetchSoon()
    })
    return () => {
      forget()
      if (timer !== null) clearTimeout(timer)
    }
  }, [queries])
}

function inUse(id: string): boolean {
  const { selected } = useQueue.getState()
  return (selected.kind === 'some' && isSelected(selected, id)) || useLocation.getState().place.item === id
}

// A row can come twice: by an event first, then with its page.
function uniqueRows(pages: readonly Page[]): readonly MessageRow[] {
  const seen = new Set<string>()
  return pages.flatMap((page) => page.rows.filter((row) => !seen.has(row.id) && seen.add(row.id)))
}
