import { type InfiniteData, keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { SessionFilter } from '../../../shared/contract/sessions.ts'
import type { SessionRow } from '../../../shared/domain/session.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { ASK_ANEW } from '../../live/ask-anew.ts'
import { onLiveEvent } from '../../live/follow-engine.ts'
import { applySessions } from './session-rows.ts'

const PAGE_SIZE = 100

interface Page {
  readonly rows: SessionRow[]
  readonly nextCursor: string | null
}

export function useSessionRows(filter: SessionFilter) {
  const { api } = useEngine()
  const queries = useQueryClient()
  const options = useMemo(
    () =>
      api.sessions.list.infiniteOptions({
        input: (cursor: string | null) => ({ filter, cursor, limit: PAGE_SIZE }),
        initialPageParam: null,
        getNextPageParam: (page) => page.nextCursor,
      }),
    [api, filter],
  )
  const query = useInfiniteQuery({ ...options, ...ASK_ANEW, placeholderData: keepPreviousData })

  useEffect(
    () =>
      onLiveEvent((event) => {
        if (event.kind !== 'batch' || event.batch.sessions.length === 0) return
        queries.setQueryData<InfiniteData<Page, string | null>>(options.queryKey, (data) => {
          const first = data?.pages[0]
          if (!data || !first) return data
          const all = applySessions(
            data.pages.flatMap((page) => page.rows),
            event.batch.sessions,
            filter,
          )
          // Everything goes into the first page; the cursor of the last one stays where the list ends.
          const pages = data.pages.map((page, index) =>
            index === 0 ? { ...page, rows: all } : { ...page, rows: [] },
          )
          return { ...data, pages }
        })
      }),
    [queries, options, filter],
  )
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data])
  return { query, rows }
}
