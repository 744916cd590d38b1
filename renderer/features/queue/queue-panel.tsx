import { Inbox } from 'lucide-react'
import { useCallback, useDeferredValue, useEffect, useMemo } from 'react'
import type { QueueOperation } from '../../../shared/contract/queue.ts'
import { problemText } from '../../forms/server-issues.ts'
import { engineNow } from '../../live/clock.ts'
import { hrefOf, openItem, setParams, useLocation } from '../../location/location-store.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { PanelHeader } from '../../ui/panel-header.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import { SplitView } from '../../ui/split-view.tsx'
import { MessageInspector } from './message-inspector.tsx'
import { selectionOf } from './operations.ts'
import { parseFilter } from './parse-filter.ts'
import { PauseButton } from './pause-button.tsx'
import { clearSelection, useQueue } from './queue-store.ts'
import { QueueTable } from './queue-table.tsx'
import { filterOf, type View, viewCount, viewFrom } from './queue-view.ts'
import { selectedCount } from './selection.ts'
import { SelectionBar } from './selection-bar.tsx'
import { useOperate } from './use-operate.tsx'
import { useQueueRows } from './use-queue-rows.ts'
import { useViewCounts } from './use-view-counts.ts'
import { ViewTabs } from './view-tabs.tsx'

export function QueuePanel() {
  const { params, item } = useLocation((state) => state.place)
  const view = viewFrom(params.view)
  const text = params.q ?? ''
  const settled = useDeferredValue(text)
  const parsed = useMemo(() => parseFilter(settled, engineNow()), [settled])
  const filter = useMemo(() => filterOf(view, parsed.filter), [view, parsed])
  const sort = useQueue((state) => state.sort)
  const { query, rows } = useQueueRows(filter, sort)
  const counts = useViewCounts(parsed.filter)
  const matching = matchingCount(counts, filter.states, rows.length)
  const { operate, dialog, running } = useOperate()

  // biome-ignore lint/correctness/useExhaustiveDependencies: another view or filter shows other rows.
  useEffect(clearSelection, [view, settled])

  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage)
      fetchNextPage().catch((error: unknown) => console.warn('The next page did not come.', error))
  }, [fetchNextPage, hasNextPage, isFetchingNextPage])

  const onOperate = (operation: QueueOperation) => {
    const { selected } = useQueue.getState()
    const number = selectedCount(selected, matching)
    if (number > 0) operate(operation, selectionOf(selected, filter), number)
  }

  const list = (
    <>
      <PanelHeader title="Queue" actions={<PauseButton />}>
        <SearchBox
          className="w-full max-w-96"
          label="Filter messages"
          placeholder="Filter: words, state: from: to: domain: route:"
          value={text}
          problem={parsed.problem}
          onChange={(q) => setParams({ q })}
        />
      </PanelHeader>
      <ViewTabs
        view={view}
        counts={counts === null ? null : (value: View) => viewCount(value, counts)}
        onChange={(next) => setParams({ view: next === 'all' ? '' : next })}
      />
      {parsed.problem && (
        <p role="alert" className="px-4 pb-2 text-12 text-bad">
          {parsed.problem}
        </p>
      )}
      {query.isPending || isFetchingNextPage ? <LoadingBar /> : null}
      {query.isError && rows.length === 0 ? (
        <ProblemState text={problemText(query.error)} onRetry={() => void query.refetch()} />
      ) : rows.length === 0 && !query.isPending ? (
        <Empty filtered={text !== '' || view !== 'all'} />
      ) : (
        <QueueTable rows={rows} total={matching} onEnd={more} onDelete={() => onOperate('delete')} />
      )}
      <SelectionBar matching={matching} loaded={rows.length} running={running} onOperate={onOperate} />
      {dialog}
    </>
  )
  return (
    <SplitView
      label="Message"
      list={list}
      inspector={item && <MessageInspector key={item} id={item} onClose={() => openItem(null)} />}
    />
  )
}

function matchingCount(
  counts: Parameters<typeof viewCount>[1] | null,
  states: readonly (keyof Parameters<typeof viewCount>[1])[] | undefined,
  loaded: number,
): number {
  if (!counts) return loaded
  return Math.max(
    loaded,
    states ? states.reduce((sum, state) => sum + counts[state], 0) : viewCount('all', counts),
  )
}

function Empty({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <EmptyState
      text="No message matches."
      action={<Button onClick={() => setParams({ q: '', view: '' })}>Show all messages</Button>}
    />
  ) : (
    <EmptyState
      icon={<Inbox size={22} strokeWidth={1.5} />}
      text="No mail yet. Messages appear here as soon as a device or program sends one."
      action={
        <a href={hrefOf('overview')} className="font-medium text-accent hover:underline">
          See how to send the first one
        </a>
      }
    />
  )
}
