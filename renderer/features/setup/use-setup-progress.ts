import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SetupProgress } from '../../../shared/contract/setup.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { goTo } from '../../location/location-store.ts'

/** How far the guided start has come; the engine keeps it. */
export function useSetupProgress() {
  const { api, client } = useEngine()
  const queries = useQueryClient()
  const { data: progress } = useQuery(api.setup.progress.queryOptions())
  const { mutate: keep } = useMutation({
    mutationFn: (next: SetupProgress) => client.setup.keep(next),
    onMutate: (next) => queries.setQueryData(api.setup.progress.queryKey(), next),
  })
  const leave = (state: 'done' | 'skipped') => {
    if (progress) keep({ ...progress, state })
    goTo('overview')
  }
  return { progress, keep, leave }
}
