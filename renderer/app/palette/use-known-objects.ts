import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useEngine } from '../../bridge/bridge-context.tsx'
import type { Command } from '../../commands/command.ts'
import { objectCommands } from './object-commands.ts'

/** The panels ask for the same and keep it fresh, so most of it is there when the palette opens. */
export function useKnownObjects(): readonly Command[] {
  const { api } = useEngine()
  const routes = useQuery(api.routes.list.queryOptions()).data
  const rules = useQuery(api.rules.list.queryOptions()).data
  const accounts = useQuery(api.accounts.list.queryOptions()).data
  const networks = useQuery(api.networks.list.queryOptions()).data
  const listeners = useQuery(api.listeners.list.queryOptions()).data
  return useMemo(
    () =>
      objectCommands({
        routes: routes ?? [],
        rules: rules ?? [],
        accounts: accounts ?? [],
        networks: networks ?? [],
        listeners: listeners ?? [],
      }),
    [routes, rules, accounts, networks, listeners],
  )
}
