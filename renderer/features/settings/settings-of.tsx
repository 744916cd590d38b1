import { useQuery } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import type { Settings } from '../../../shared/contract/settings.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'

/** Loads the general settings and gives them to one of their forms, which begins anew when they change elsewhere. */
export function SettingsOf({ form: Form }: { form: ComponentType<{ settings: Settings }> }) {
  const { api } = useEngine()
  const query = useQuery(api.settings.get.queryOptions())
  if (query.isPending) return <LoadingBar />
  if (query.isError)
    return <ProblemState text={problemText(query.error)} onRetry={() => void query.refetch()} />
  return <Form key={JSON.stringify(query.data)} settings={query.data} />
}
