/** Request state: kept until an event says that it changed. The engine is local; nothing is polled. */
import { ORPCError } from '@orpc/client'
import { QueryClient } from '@tanstack/react-query'
import { onLiveEvent } from '../live/follow-engine.ts'

export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        // The connection says itself when it is back; only what was cut off by its death is asked again, once.
        retry: (failures, error) =>
          failures < 1 && error instanceof ORPCError && error.code === 'UNAVAILABLE',
        refetchOnWindowFocus: false,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  })
}

/** Which procedures show which section of the configuration. */
const SECTIONS: Readonly<Record<string, readonly string[][]>> = {
  listeners: [['listeners']],
  networks: [['networks']],
  dkim: [['dkim']],
  locks: [['security']],
  blockedClients: [['security']],
  routes: [['routes']],
  rules: [['rules']],
  accounts: [['accounts']],
  backups: [['backups'], ['settings']],
  certificate: [['settings', 'certificate']],
}

/** Asks again for what the engine says has changed. The lists of queue and sessions apply events by themselves. */
export function keepFresh(queries: QueryClient): () => void {
  return onLiveEvent((event) => {
    const paths =
      event.kind === 'resync'
        ? [[]]
        : event.batch.configuration.flatMap((section) => SECTIONS[section] ?? [['settings']])
    for (const path of paths)
      queries
        .invalidateQueries(
          path.length === 0 ? {} : { predicate: ({ queryKey }) => startsWith(queryKey[0], path) },
        )
        .catch((error: unknown) => console.warn('Refreshing failed.', error))
  })
}

function startsWith(key: unknown, path: readonly string[]): boolean {
  return Array.isArray(key) && path.every((part, index) => key[index] === part)
}
