import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { MessageCounts, QueueFilter } from '../../../shared/contract/queue.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { ASK_ANEW } from '../../live/ask-anew.ts'
import { onLiveEvent } from '../../live/follow-engine.ts'
import { useLive } from '../../live/live-store.ts'

const REFRESH_MS = 1_500

/** Messages by state for the filter box's text; without one, the engine's own counts, which cost nothing. */
export function useViewCounts(filter: QueueFilter): MessageCounts | null {
  const { api } = useEngine()
  const queries = useQueryClient()
  const all = useLive((state) => state.status?.counts ?? null)
  const { states: _, ...rest } = filter
  const filtered = Object.keys(rest).length > 0
  const options = api.queue.counts.queryOptions({ input: { filter: rest } })
  const query = useQuery({ ...options, ...ASK_ANEW, enabled: filtered, placeholderData: keepPreviousData })

  useEffect(() => {
    if (!filtered) return
    let timer: ReturnType<typeof setTimeout> | null = null
    const forget = onLiveEvent(() => {
      timer ??= setTimeout(() => {
        timer = null
        queries
          .invalidateQueries({ queryKey: api.queue.counts.key() })
          .catch((error: unknown) => console.warn('Counting failed.', error))
      }, REFRESH_MS)
    })
    return () => {
      forget()
      if (timer !== null) clearTimeout(timer)
    }
  }, [filtered, queries, api])

  return filtered ? (query.data ?? null) : all
}
