import { useInfiniteQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ScrollText } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { openItem, useLocation } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import { SplitView } from '../../ui/split-view.tsx'
import { useSettled } from '../../ui/use-settled.ts'
import { AuditInspector } from './audit-inspector.tsx'
import { AuditRow } from './audit-row.tsx'

const ROW = 32
const STILL_MS = 250

/** Who changed what, newest first, however many there are. */
export function AuditSection() {
  const { api } = useEngine()
  const item = useLocation(({ place }) => place.item)
  const [typed, setTyped] = useState('')
  const text = useSettled(typed.trim(), STILL_MS)
  const list = useInfiniteQuery(
    api.audit.list.infiniteOptions({
      input: (cursor: string | null) => ({ text, cursor, limit: 100 }),
      initialPageParam: null as string | null,
      getNextPageParam: ({ nextCursor }) => nextCursor,
      staleTime: 0,
      placeholderData: (before) => before,
    }),
  )
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? []
  const frame = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW,
    overscan: 10,
  })
  const shown = virtual.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= rows.length - 20) void fetchNextPage()
  }, [last, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage])

  if (list.isPending) return <LoadingBar />
  if (list.isError) return <ProblemState text={problemText(list.error)} onRetry={() => void list.refetch()} />
  const entry = rows.find(({ id }) => String(id) === item) ?? null
  return (
    <SplitView
      label={t('Audit entry')}
      inspector={entry && <AuditInspector key={entry.id} entry={entry} />}
      list={
        <>
          <div className="px-4 pb-2">
            <SearchBox
              within
              label={t('Filter the audit log')}
              placeholder={t('Filter by who, what or name')}
              value={typed}
              onChange={setTyped}
              className="max-w-xs"
            />
          </div>
          {rows.length === 0 ? (
            <EmptyState
              icon={<ScrollText size={22} strokeWidth={1.5} />}
              text={
                text === ''
                  ? t('Nothing was changed yet. Every change will stand here, with who made it.')
                  : t('No entry has “{text}” in it.', { text })
              }
              action={text !== '' && <Button onClick={() => setTyped('')}>{t('Clear the filter')}</Button>}
            />
          ) : (
            <div ref={frame} className="min-h-0 flex-1 overflow-auto border-line border-t">
              <ul aria-label={t('Audit log')} style={{ height: virtual.getTotalSize() }} className="relative">
                {shown.map(({ index, start }) => {
                  const row = rows[index]
                  return (
                    row && (
                      <li key={row.id} style={{ top: start, height: ROW }} className="absolute inset-x-0">
                        <AuditRow
                          entry={row}
                          open={String(row.id) === item}
                          onOpen={() => openItem(String(row.id) === item ? null : String(row.id))}
                        />
                      </li>
                    )
                  )
                })}
              </ul>
            </div>
          )}
        </>
      }
    />
  )
}
