import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { ASK_ANEW } from '../../live/ask-anew.ts'
import { onLiveEvent } from '../../live/follow-engine.ts'

/** One message with recipients and history, asked again whenever something happens to it. */
export function useMessage(id: string) {
  const { api } = useEngine()
  const queries = useQueryClient()
  useEffect(
    () =>
      onLiveEvent((event) => {
        if (event.kind === 'batch' && event.batch.messages.some((row) => row.id === id))
          queries
            .invalidateQueries({ queryKey: api.queue.get.key({ input: { id } }) })
            .catch((error: unknown) => console.warn('Refreshing the message failed.', error))
      }),
    [api, queries, id],
  )
  return useQuery({ ...api.queue.get.queryOptions({ input: { id } }), ...ASK_ANEW })
}
