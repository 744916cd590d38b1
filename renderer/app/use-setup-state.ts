import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useEngine } from '../bridge/bridge-context.tsx'
import { useLive } from '../live/live-store.ts'
import { goTo, useLocation } from '../location/location-store.ts'

/** Is the guided start still to be done? */
export function useSetupIsOpen(): boolean {
  const { api } = useEngine()
  const known = useLive((state) => state.status !== null)
  const progress = useQuery({ ...api.setup.progress.queryOptions(), enabled: known })
  return progress.data?.state === 'new' || progress.data?.state === 'under-way'
}

/** The very first start opens the guided start by itself, once: it counts as under way from then on. */
export function useFirstStart(): void {
  const { api, client } = useEngine()
  // Who came by a link knows where to go.
  const [byLink] = useState(() => globalThis.location.hash.replace(/^#\/?/, '') !== '')
  const known = useLive((state) => state.status !== null)
  const empty = useLive((state) => state.status?.routes.length === 0)
  const atHome = useLocation(({ place }) => place.panel === 'overview' && place.item === null)
  const progress = useQuery({ ...api.setup.progress.queryOptions(), enabled: known })
  const isFirst = !byLink && progress.data?.state === 'new' && empty && atHome
  const queries = useQueryClient()
  const opened = useRef(false)
  useEffect(() => {
    if (!isFirst || !progress.data || opened.current) return
    opened.current = true
    goTo('setup')
    const next = { ...progress.data, state: 'under-way' as const }
    // At once: whoever goes back to the Overview meanwhile stays there.
    queries.setQueryData(api.setup.progress.queryKey(), next)
    client.setup
      .keep(next)
      .catch((error: unknown) => console.warn('That the guided start was opened could not be kept.', error))
  }, [isFirst, progress.data, client, queries, api])
}
