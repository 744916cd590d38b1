import { useQuery } from '@tanstack/react-query'
import { idSchema } from '../../../shared/domain/id.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import type { Command } from '../../commands/command.ts'
import { useSettled } from '../../ui/use-settled.ts'
import { messageCommand, sessionCommand } from './object-commands.ts'

/** Nobody waits for the answer to half a word. */
const SETTLE_MS = 40
const SHORTEST = 2
const MOST = 6

export interface FoundMail {
  readonly commands: readonly Command[]
  readonly searching: boolean
}

/** Messages and sessions that the engine finds for what was typed; what was found before stays until then. */
export function useFoundMail(query: string): FoundMail {
  const { api } = useEngine()
  const text = useSettled(query.trim().slice(0, 200), SETTLE_MS)
  const enabled = text.length >= SHORTEST
  const again = { enabled, staleTime: 0, gcTime: 10_000 }
  const messages = useQuery({
    ...api.queue.list.queryOptions({ input: { filter: messageFilter(text), limit: MOST } }),
    ...again,
  })
  const sessions = useQuery({
    ...api.sessions.list.queryOptions({ input: { filter: { text }, limit: 4 } }),
    ...again,
  })
  const byId = useQuery({
    ...api.sessions.get.queryOptions({ input: { id: asId(text) ?? '' } }),
    ...again,
    enabled: asId(text) !== null,
    retry: false,
  })
  if (!enabled) return { commands: [], searching: false }
  const rows = [...(byId.data ? [byId.data.session] : []), ...(sessions.data?.rows ?? [])]
  return {
    commands: [...(messages.data?.rows ?? []).map(messageCommand), ...rows.map(sessionCommand)],
    searching: messages.isFetching || sessions.isFetching,
  }
}

function messageFilter(text: string): { readonly text: string } {
  return { text: asId(text) ?? text }
}

/** Ids are read out on the telephone and typed in small letters. */
function asId(text: string): string | null {
  const id = text.toUpperCase()
  return idSchema.safeParse(id).success ? id : null
}
