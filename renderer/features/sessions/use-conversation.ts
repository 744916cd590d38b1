/** The lines of one session as they come, bounded, with a pause that holds them back without losing any. */
import { useEffect, useState } from 'react'
import type { SessionBatch } from '../../../shared/contract/sessions.ts'
import type { SessionLine, SessionRow } from '../../../shared/domain/session.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { useLive } from '../../live/live-store.ts'

/** A conversation longer than that loses its beginning on the screen, as it does in the engine. */
export const LINES_AT_MOST = 20_000

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
  const lines = [...conversation.lines, ...fresh].slice(-LINES_AT_MOST)
  const cut = conversation.lines.length + fresh.length - lines.length
  return { session: batch.session, lines, dropped: conversation.dropped + batch.dropped + cut, problem: null }
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
