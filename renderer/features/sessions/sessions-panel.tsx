import { Radio } from 'lucide-react'
import { useCallback, useDeferredValue, useMemo } from 'react'
import { problemText } from '../../forms/server-issues.ts'
import { setParams, useLocation } from '../../location/location-store.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { PanelHeader } from '../../ui/panel-header.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { ConversationView } from './conversation-view.tsx'
import { DIRECTIONS, sessionFilter, sessionView } from './session-filter.ts'
import { SessionList } from './session-list.tsx'
import { useSessionRows } from './use-session-rows.ts'

/** Every connection, in and out: the list at the left, the conversation of one of them at the right. */
export function SessionsPanel() {
  const { params, item } = useLocation((state) => state.place)
  const view = sessionView(params.view)
  const text = params.q ?? ''
  const settled = useDeferredValue(text)
  const filter = useMemo(() => sessionFilter(view, settled, params.message), [view, settled, params.message])
  const { query, rows } = useSessionRows(filter)
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage)
      fetchNextPage().catch((error: unknown) => console.warn('The next page did not come.', error))
  }, [fetchNextPage, hasNextPage, isFetchingNextPage])
  const filtered = Object.keys(filter).length > 0

  return (
    <>
      <PanelHeader title="Sessions">
        <SearchBox
          className="w-full max-w-96"
          label="Filter sessions"
          placeholder="Filter: peer, account, problem"
          value={text}
          onChange={(q) => setParams({ q })}
        />
      </PanelHeader>
      <div className="flex min-h-0 flex-1">
        <div className="flex w-[clamp(280px,32%,380px)] shrink-0 flex-col border-line border-r">
          <div className="flex h-10 shrink-0 items-center overflow-hidden px-3">
            <Segmented
              label="View"
              value={view}
              segments={DIRECTIONS}
              onChange={(next) => setParams({ view: next === 'all' ? '' : next })}
            />
          </div>
          {params.message && (
            <p className="flex items-center justify-between gap-2 border-line border-y bg-sunken px-4 py-1 text-12">
              <span className="truncate">
                Of message <span className="font-mono">{params.message}</span>
              </span>
              <Button look="quiet" className="h-6" onClick={() => setParams({ message: '' })}>
                Show all
              </Button>
            </p>
          )}
          {query.isPending ? (
            <LoadingBar />
          ) : query.isError && rows.length === 0 ? (
            <ProblemState text={problemText(query.error)} onRetry={() => void query.refetch()} />
          ) : rows.length === 0 ? (
            <Empty filtered={filtered} />
          ) : (
            <SessionList rows={rows} openId={item} onEnd={more} />
          )}
        </div>
        {item ? (
          <ConversationView key={item} id={item} markedAt={params.at ? Number(params.at) : null} />
        ) : (
          <div className="flex-1">
            {rows.length > 0 && <EmptyState text="Choose a session to read its conversation." />}
          </div>
        )}
      </div>
    </>
  )
}

function Empty({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <EmptyState
      text="No session matches."
      action={<Button onClick={() => setParams({ q: '', view: '', message: '' })}>Show all sessions</Button>}
    />
  ) : (
    <EmptyState
      icon={<Radio size={22} strokeWidth={1.5} />}
      text="No sessions yet. Each connection shows here, line by line, as it happens."
    />
  )
}
