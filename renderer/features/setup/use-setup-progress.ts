import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SetupProgress } from '../../../shared/contract/setup.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { goTo } from '../../location/location-store.ts'
import { notify } from '../../ui/toasts.tsx'

/** How far the guided start has come; the engine keeps it. */
export function useSetupProgress() {
  const { api, client } = useEngine()
  const queries = useQueryClient()
  const { data: progress, error, refetch } = useQuery(api.setup.progress.queryOptions())
  const { mutate: keep } = useMutation({
    mutationFn: (next: SetupProgress) => client.setup.keep(next),
    onMutate: (next) => queries.setQueryData(api.setup.progress.queryKey(), next),
    onError: (failure) => {
      notify({ text: problemText(failure), tone: 'problem' })
      void queries.invalidateQueries({ queryKey: api.setup.progress.key() })
    },
  })
  const leave = (state: 'done' | 'skipped') => {
    if (progress) keep({ ...progress, state })
    goTo('overview')
  }
  return { progress, error, again: () => void refetch(), keep, leave }
}
