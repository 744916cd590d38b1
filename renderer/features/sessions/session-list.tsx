import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { counted } from '../../format/quantity.ts'
import { openItem } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import type { FeedView, SessionFeed } from './session-feed.ts'
import { IF_ROOM, SessionItem, WIDE_COLUMNS } from './session-item.tsx'

export interface SessionListProps {
  feed: SessionFeed
  view: FeedView
  openId: string | null
  narrow: boolean
}

/** This near to the top still counts as being there. */
const NEAR_PX = 8

/** Newest first. At the top it follows; who has scrolled down keeps the rows where they are. */
export function SessionList({ feed, view, openId, narrow }: SessionListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const grid = useRef<HTMLTableElement>(null)
  const { rows, mode, hasMore, loading } = view
  const height = narrow ? 48 : 32
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows have other heights then.
  useEffect(() => virtualizer.measure(), [height, virtualizer])
  const items = virtualizer.getVirtualItems()
  const nearEnd = (items.at(-1)?.index ?? 0) >= rows.length - 20
  useEffect(() => {
    if (nearEnd && hasMore && loading === null) void feed.loadMore()
  }, [nearEnd, hasMore, loading, feed])

  const onScroll = () => {
    if (mode === 'pause') return
    feed.setMode((scroller.current?.scrollTop ?? 0) <= NEAR_PX ? 'follow' : 'hold')
  }
  const toNewest = () => {
    if (scroller.current) scroller.current.scrollTop = 0
    feed.setMode('follow')
    grid.current?.focus({ preventScroll: true })
  }
  const keys = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    if (event.key === 'Escape') openItem(null)
    const at = rows.findIndex((row) => row.id === openId)
    const index = STEPS[event.key]?.(at, rows.length)
    if (index === undefined) return
    event.preventDefault()
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))]
    if (row) openItem(row.id)
    virtualizer.scrollToIndex(Math.max(0, index))
  }

  return (
    <div className="@container relative flex min-h-0 flex-1 flex-col">
      <div ref={scroller} onScroll={onScroll} className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto">
        <table
          ref={grid}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table that takes the keyboard.
          role="grid"
          aria-label={t('Sessions')}
          aria-rowcount={hasMore ? -1 : rows.length + 1}
          aria-activedescendant={openId === null ? undefined : `session-${openId}`}
          tabIndex={0}
          onKeyDown={keys}
          className="block -outline-offset-2"
        >
          <Head narrow={narrow} />
          <tbody className="relative block" style={{ height: virtualizer.getTotalSize() }}>
            {items.map((item) => {
              const row = rows[item.index]
              return (
                row && (
                  <SessionItem
                    key={row.id}
                    row={row}
                    top={item.start}
                    height={height}
                    position={item.index + 1}
                    open={row.id === openId}
                    narrow={narrow}
                  />
                )
              )
            })}
          </tbody>
        </table>
        {loading === 'more' && (
          <p className="px-4 py-2 text-12 text-quiet">{t('Looking through older sessions…')}</p>
        )}
      </div>
      {mode === 'hold' && (view.fresh > 0 || view.overflowed) && (
        <Button
          look="primary"
          className="absolute top-10 left-1/2 -translate-x-1/2 animate-appear shadow-float"
          onClick={toNewest}
        >
          {view.overflowed ? t('Many new sessions') : counted(view.fresh, 'new session')}
        </Button>
      )}
    </div>
  )
}

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  j: (at) => at + 1,
  k: (at) => at - 1,
  PageDown: (at) => at + 20,
  PageUp: (at) => at - 20,
  Home: () => 0,
  End: (_, count) => count - 1,
}

function Head({ narrow }: { narrow: boolean }) {
  const names = narrow
    ? [t('Direction'), t('Peer'), t('Outcome')]
    : [
        t('Direction'),
        t('Peer'),
        t('Via'),
        t('Account'),
        t('TLS'),
        t('Took'),
        t('Mails'),
        t('Outcome'),
        t('Last problem'),
        t('Began'),
      ]
  return (
    <thead className={narrow ? 'sr-only' : 'sticky top-0 z-10 block'}>
      <tr
        aria-rowindex={1}
        className={classNames(
          !narrow &&
            'grid h-7 items-center gap-x-3 border-line border-b bg-surface px-4 text-left text-12 text-quiet',
          !narrow && WIDE_COLUMNS,
        )}
      >
        {names.map((name, index) => (
          <th
            key={name}
            scope="col"
            title={name}
            className={classNames(
              'min-w-0 truncate font-normal',
              [5, 6, 9].includes(index) && 'text-right',
              !narrow && [3, 6].includes(index) && IF_ROOM,
            )}
          >
            {index === 0 ? <span className="sr-only">{name}</span> : name}
          </th>
        ))}
      </tr>
    </thead>
  )
}
