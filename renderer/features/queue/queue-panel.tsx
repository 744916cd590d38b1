import { type MouseEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { QueueOperation, Selection } from '../../../shared/contract/queue.ts'
import { FILTER_NAMES } from '../../../shared/filter/filter-keys.ts'
import { type FilterProblem, parseFilter } from '../../../shared/filter/parse-filter.ts'
import { withoutUnfinishedWord } from '../../../shared/filter/unfinished-word.ts'
import { useCommands } from '../../commands/command-registry.ts'
import { problemText } from '../../forms/server-issues.ts'
import { engineNow } from '../../live/clock.ts'
import { useLive } from '../../live/live-store.ts'
import { openItem, setParams, useLocation } from '../../location/location-store.ts'
import type { OperationKind } from '../../operations/operation-words.ts'
import { t } from '../../text/t.ts'
import { ContextMenu } from '../../ui/context-menu.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { PanelHeader } from '../../ui/panel-header.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import { SplitView } from '../../ui/split-view.tsx'
import { notify } from '../../ui/toasts.tsx'
import { useElementWidth } from '../../ui/use-element-width.ts'
import { useSettled } from '../../ui/use-settled.ts'
import { type ColumnChoice, shownColumns } from './columns.ts'
import { LeftRowsNote, NewRowsPill } from './list-news.tsx'
import { ListSettings } from './list-settings.tsx'
import { MessageInspector } from './message-inspector.tsx'
import { PauseButton } from './pause-button.tsx'
import { QueueEmpty } from './queue-empty.tsx'
import { FILTER_PROBLEM_ID, QueueFilterBox } from './queue-filter-box.tsx'
import { usePreferences } from './queue-preferences.ts'
import { clearSelection, NEWEST_FIRST, selectRow, setColumns, useQueue } from './queue-store.ts'
import { QueueTable } from './queue-table.tsx'
import { countOf, filterOf, isBuiltIn, viewCount } from './queue-view.ts'
import { rowMenu } from './row-menu.ts'
import { indexOfRow, loadedRows, rowAt } from './row-window.ts'
import { isSameContent } from './saved-views.ts'
import { isSelected, selectedCount, selectionOf } from './selection.ts'
import { SelectionBar } from './selection-bar.tsx'
import { selectionCommands } from './selection-commands.ts'
import { useBulkExport } from './use-bulk-export.tsx'
import { useOperate } from './use-operate.tsx'
import { useQueueRows, useRowListState } from './use-queue-rows.ts'
import { useOwnViewCounts, useViewCounts } from './use-view-counts.ts'
import { ViewTabs } from './view-tabs.tsx'

/** After so long a word that might have become a key is a word. */
const WORD_MS = 700

export function QueuePanel() {
  const { item } = useLocation((state) => state.place)
  const asked = useAsked()
  const { text, view, builtIn, problems, filter, counts } = asked
  const sort = useQueue((state) => state.sort)
  const columns = useQueue((state) => state.columns)
  const selected = useQueue((state) => state.selected)
  const list = useQueueRows(filter, sort)
  const { phase, window, error, isLoadingMore } = useRowListState(list)
  const matching = Math.max(window.count, counts ? countOf(counts, filter.states) : 0)
  const hasMail = useLive((state) => state.status !== null && countOf(state.status.counts) > 0)
  const { operate, reroute, dialog, running } = useOperate(forgetWhatGoes)
  const { run: exportMessages, progress } = useBulkExport()

  // biome-ignore lint/correctness/useExhaustiveDependencies: another view or filter shows other rows.
  useEffect(clearSelection, [filter])

  const onSelected = (action: (selection: Selection, count: number) => void) => () => {
    const current = useQueue.getState().selected
    const number = selectedCount(current, matching)
    // What could not be read of the filter, or is not asked for yet, would be touched as well.
    if (current.kind === 'all' && !asked.isFinished)
      return notify({
        text: t('The last word of the filter is not looked for yet: wait a moment.'),
        tone: 'problem',
      })
    if (current.kind === 'all' && problems.length > 0)
      return notify({
        text: t(
          'Correct the filter first: a part of it is not understood, so more is selected than it says.',
        ),
        tone: 'problem',
      })
    if (number > 0) action(selectionOf(current, filter), number)
  }
  const onOperate = (operation: QueueOperation) =>
    onSelected((selection, number) => operate(operation, selection, number))()
  const onReroute = onSelected(reroute)
  const onExport = onSelected(exportMessages)
  const onColumns = (next: readonly ColumnChoice[] | null) => setColumns(next, !isBuiltIn(view))

  useCommands(() => {
    const current = useQueue.getState().selected
    const number = selectedCount(current, matching)
    const [only = null] = number === 0 ? [item] : current.kind === 'some' && number === 1 ? current.ids : []
    const of = (act: (selection: Selection, count: number) => void) =>
      number === 0 ? () => act({ kind: 'ids', ids: item === null ? [] : [item] }, 1) : onSelected(act)
    return selectionCommands({
      count: number === 0 && item !== null ? 1 : number,
      row: only === null ? null : rowAt(window, indexOfRow(window, only)),
      operate: (operation) => of((selection, count) => operate(operation, selection, count))(),
      reroute: of(reroute),
      exportThem: of(exportMessages),
    })
  })

  const { underPointer, onContext } = useUnderPointer()
  const menu = rowMenu({
    row: underPointer === null ? null : rowAt(window, indexOfRow(window, underPointer)),
    count: selectedCount(selected, matching),
    operate: onOperate,
    reroute: onReroute,
    exportThem: onExport,
    narrow: (added) => setParams({ filter: `${text} ${added}`.trim(), q: '' }),
  })

  const isSearching = phase === 'pending' || isLoadingMore
  const isEmpty = phase === 'ready' && window.count === 0 && window.next === null
  const shown = useRef<HTMLDivElement>(null)
  const width = useElementWidth(shown, 1_000)

  const contents = (
    <>
      <PanelHeader title={t('Queue')} actions={<PauseButton />}>
        <QueueFilterBox
          className="w-full max-w-120"
          value={text}
          problems={problems}
          list={list}
          onChange={(next) => setParams({ filter: next, q: '' })}
        />
      </PanelHeader>
      <div className="flex h-10 shrink-0 items-center gap-1 pr-3 pl-3">
        <ViewTabs
          view={view}
          countOf={asked.countOf}
          onChange={asked.open}
          content={asked.content}
          isChanged={asked.isChanged}
        />
        <LeftRowsNote list={list} />
        <ListSettings
          columns={shownColumns(columns, width)}
          areChosen={columns !== null}
          onColumns={onColumns}
        />
      </div>
      <FilterProblems problems={problems} />
      <div ref={shown} className="relative flex min-h-0 flex-1 flex-col">
        {isSearching && (
          <div className="absolute inset-x-0 top-0 z-20">
            <LoadingBar />
          </div>
        )}
        {phase === 'failed' ? (
          <ProblemState text={problemText(error)} onRetry={() => void list.askAnew()} />
        ) : isEmpty ? (
          <QueueEmpty text={text} view={builtIn} hasMail={hasMail} />
        ) : (
          <>
            <NewRowsPill list={list} />
            <QueueTable
              list={list}
              total={matching}
              onColumns={onColumns}
              onContext={onContext}
              around={(rows) => (
                <ContextMenu entries={menu} nextFocus={messageGrid}>
                  {rows}
                </ContextMenu>
              )}
              actions={{
                sendNow: () => onOperate('send-now'),
                hold: () => onOperate('hold'),
                reroute: onReroute,
                remove: () => onOperate('delete'),
              }}
            />
          </>
        )}
      </div>
      <SelectionBar
        matching={matching}
        loaded={loadedRows(window).length}
        running={running}
        onOperate={onOperate}
        onReroute={onReroute}
        onExport={onExport}
      />
      {progress}
      {dialog}
    </>
  )
  return (
    <SplitView
      label={t('Message')}
      large={useLocation((state) => state.place.params.large === '1')}
      list={contents}
      inspector={item && <MessageInspector key={item} id={item} onClose={() => openItem(null)} />}
    />
  )
}

function FilterProblems({ problems }: { problems: readonly FilterProblem[] }) {
  if (problems.length === 0) return null
  return (
    <ul id={FILTER_PROBLEM_ID} aria-live="polite" className="px-4 pb-2 text-12 text-bad">
      {problems.map(({ from, message }) => (
        <li key={`${from} ${message}`}>{message}</li>
      ))}
    </ul>
  )
}

/** The message whose menu is asked for; it is selected, unless it is among those that are. */
function useUnderPointer() {
  const [underPointer, setUnderPointer] = useState<string | null>(null)
  const onContext = (event: MouseEvent<HTMLElement>) => {
    const id = (event.target as HTMLElement).closest('[data-message]')?.getAttribute('data-message') ?? null
    // Not over a row: the page has nothing to offer there.
    if (id === null) return event.stopPropagation()
    setUnderPointer(id)
    if (!isSelected(useQueue.getState().selected, id)) selectRow(id, 'only', [id])
  }
  return { underPointer, onContext }
}

function messageGrid(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[data-messages]')
}

/** What will be gone should not be operated on once more by the next key. */
function forgetWhatGoes(kind: OperationKind): void {
  if (kind === 'delete' || kind === 'bounce') clearSelection()
}

/** What the address asks for: a view and a filter, what they mean, and how many there are. */
function useAsked() {
  const { params } = useLocation((state) => state.place)
  const views = usePreferences((state) => state.views)
  const wanted = params.view ?? 'all'
  const own = views.find(({ id }) => id === wanted)
  const view = own?.id ?? (isBuiltIn(wanted) ? wanted : 'all')
  const builtIn = isBuiltIn(view) ? view : 'all'
  const text = params.filter ?? params.q ?? ''
  const rested = useSettled(text, WORD_MS)
  const finished = rested === text ? text : withoutUnfinishedWord(text, FILTER_NAMES)
  const parsed = useMemo(() => parseFilter(finished, engineNow(), t), [finished])
  const filter = useMemo(() => filterOf(builtIn, parsed.filter), [builtIn, parsed])
  const counts = useViewCounts(parsed.filter)
  const ownCount = useOwnViewCounts(views)
  const sort = useQueue((state) => state.sort)
  const columns = useQueue((state) => state.columns)
  // The states of a built-in view go along: “Held” with a word is saved as both.
  const saved = builtIn === 'all' || parsed.filter.states ? text : `state:${builtIn} ${text}`.trim()
  const content = { filter: saved, sort, columns: columns === null ? null : [...columns] }
  const isSorted = sort.by !== NEWEST_FIRST.by || sort.direction !== NEWEST_FIRST.direction
  const isChanged = own
    ? !isSameContent(content, own)
    : (text.trim() !== '' || isSorted) && parsed.problems.length === 0

  return {
    text,
    view,
    builtIn,
    filter,
    counts,
    content,
    isChanged,
    problems: parsed.problems,
    isFinished: finished === text,
    countOf: (id: string) => (isBuiltIn(id) ? counts && viewCount(id, counts) : ownCount(id)),
    open: (id: string) => {
      const next = usePreferences.getState().views.find((each) => each.id === id)
      if (next) {
        useQueue.setState({ sort: next.sort, columns: next.columns })
        return setParams({ view: id, filter: next.filter, q: '' })
      }
      // Leaving an own view leaves its filter too; between the built-in ones the filter stays.
      if (own) useQueue.setState({ sort: NEWEST_FIRST, columns: usePreferences.getState().columns })
      setParams({ view: id === 'all' ? '' : id, ...(own ? { filter: '', q: '' } : {}) })
    },
  }
}
