import { useEffect, useMemo, useSyncExternalStore } from 'react'
import type { SessionFilter } from '../../../shared/contract/sessions.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { onLiveEvent } from '../../live/follow-engine.ts'
import { type FeedView, SessionFeed } from './session-feed.ts'

/** The list of a filter, live. */
export function useSessionFeed(filter: SessionFilter): {
  readonly feed: SessionFeed
  readonly view: FeedView
} {
  const { client } = useEngine()
  const feed = useMemo(
    () =>
      new SessionFeed({
        filter,
        ask: (input) => client.sessions.list(input),
        problemText,
        later: (milliseconds, action) => {
          const timer = setTimeout(action, milliseconds)
          return () => clearTimeout(timer)
        },
      }),
    [client, filter],
  )
  useEffect(() => {
    void feed.reload()
    const stop = onLiveEvent((event) => {
      if (event.kind === 'resync') feed.askAgainSoon()
      else {
        if (event.batch.sessions.length > 0) feed.apply(event.batch.sessions)
        if (event.batch.more) feed.askAgainSoon()
      }
    })
    return () => {
      stop()
      feed.dispose()
    }
  }, [feed])
  return { feed, view: useSyncExternalStore(feed.subscribe, feed.view) }
}
