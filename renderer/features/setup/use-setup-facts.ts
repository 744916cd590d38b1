import { useQuery } from '@tanstack/react-query'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { problemText } from '../../forms/server-issues.ts'
import type { SetupFacts } from './device-choice.ts'
import { textsIn } from './setup-answers.ts'

export type FactsState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'problem'; readonly text: string; readonly retry: () => void }
  | { readonly kind: 'there'; readonly facts: SetupFacts }

/** What is known of this computer and what is set up on it. */
export function useSetupFacts(): FactsState {
  const { api } = useEngine()
  // Ports and addresses change without an event: asked again each time that the panel is opened.
  const computer = useQuery({ ...api.setup.look.queryOptions(), staleTime: 10_000, refetchOnMount: true })
  const listeners = useQuery(api.listeners.list.queryOptions())
  const networks = useQuery(api.networks.list.queryOptions())
  const accounts = useQuery(api.accounts.list.queryOptions())
  const certificate = useQuery(api.settings.certificate.queryOptions())
  const progress = useQuery(api.setup.progress.queryOptions())
  const all = [computer, listeners, networks, accounts]
  const failed = all.find((query) => query.isError)
  if (failed)
    return {
      kind: 'problem',
      text: problemText(failed.error),
      retry: () => {
        for (const query of all) if (query.isError) void query.refetch()
      },
    }
  if (
    !computer.data ||
    !listeners.data ||
    !networks.data ||
    !accounts.data ||
    certificate.isPending ||
    progress.isPending
  )
    return { kind: 'loading' }
  return {
    kind: 'there',
    facts: {
      // What was said in the guided start counts more than what was guessed.
      computer: {
        ...computer.data,
        domains: [...(textsIn(progress.data?.answers.domains) ?? computer.data.domains)],
      },
      listeners: listeners.data,
      networks: networks.data,
      accounts: accounts.data,
      // Without an answer (the certificate cannot be read) the note does no harm.
      ownCertificate: certificate.data?.caPem !== null,
    },
  }
}
