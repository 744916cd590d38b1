import { useQuery } from '@tanstack/react-query'
import { useEngine } from '../../bridge/bridge-context.tsx'

/** A message to read. What was once accepted never changes, so it is asked for once. */
export function useContent(id: string, enabled = true) {
  const { api } = useEngine()
  return useQuery({
    ...api.content.get.queryOptions({ input: { id } }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 5 * 60_000,
    retry: false,
    enabled,
  })
}
