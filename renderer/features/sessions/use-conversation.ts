/** The lines of one session as they come, bounded. */
import { useEffect, useState } from 'react'
import type { SessionBatch } from '../../../shared/contract/sessions.ts'
import type { SessionLine, SessionRow } from '../../../shared/domain/session.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { useLive } from '../../live/live-store.ts'

/** A conversation longer than that loses its beginning on the screen; the engine has as much as it keeps. */
export const LINES_AT_MOST = 5_000

/** Cut in blocks: a chatty session does not pay for each line. */
const CUT = 500

export interface Conversation {
  readonly session: SessionRow | null
  readonly lines: readonly SessionLine[]
  readonly dropped: number
  readonly problem: string | null
}

const EMPTY: Conversation = { session: null, lines: [], dropped: 0, problem: null }

export function addBatch(conversation: Conversation, batch: SessionBatch): Conversation {
  const last = conversation.lines.at(-1)?.number ?? 0
  const fresh = batch.lines.filter((line) => line.number > last)
  const dropped = conversation.dropped + batch.dropped
  if (fresh.length === 0) return { ...conversation, session: batch.session, dropped, problem: null }
  const all = [...conversation.lines, ...fresh]
  const lines = all.length > LINES_AT_MOST ? all.slice(CUT - LINES_AT_MOST) : all
  return { session: batch.session, lines, dropped: dropped + all.length - lines.length, problem: null }
}

export function useConversation(id: string): Conversation {
  const { client } = useEngine()
  const connected = useLive((state) => state.connection.kind === 'connected')
  const [conversation, setConversation] = useState(EMPTY)

  useEffect(() => {
    if (!connected) return
    const controller = new AbortController()
    const watch = async () => {
      const batches = await client.sessions.watch({ id }, { signal: controller.signal })
      setConversation(EMPTY)
      for await (const batch of batches) {
        if (controller.signal.aborted) return
        setConversation((state) => addBatch(state, batch))
      }
    }
    watch().catch((error: unknown) => {
      if (!controller.signal.aborted) setConversation((state) => ({ ...state, problem: problemText(error) }))
    })
    return () => controller.abort()
  }, [client, connected, id])
  return conversation
}
