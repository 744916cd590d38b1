import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDownLeft, ArrowUpRight } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { SessionRow } from '../../../shared/domain/session.ts'
import { Time } from '../../live/time.tsx'
import { openItem } from '../../location/location-store.ts'
import { classNames } from '../../ui/class-names.ts'
import { outcomeOf, peerOf } from './session-marks.ts'

const ROW_HEIGHT = 48

export interface SessionListProps {
  rows: readonly SessionRow[]
  openId: string | null
  onEnd: () => void
}

export function SessionList({ rows, openId, onEnd }: SessionListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  })
  const items = virtualizer.getVirtualItems()
  const nearEnd = (items.at(-1)?.index ?? 0) >= rows.length - 20
  useEffect(() => {
    if (nearEnd && rows.length > 0) onEnd()
  }, [nearEnd, rows.length, onEnd])

  const keys = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key]
    if (event.key === 'Escape') openItem(null)
    if (step === undefined) return
    event.preventDefault()
    const at = rows.findIndex((row) => row.id === openId)
    const index = Math.max(0, Math.min(rows.length - 1, at + step))
    const row = rows[index]
    if (row) openItem(row.id)
    virtualizer.scrollToIndex(index)
  }

  return (
    <div
      ref={scroller}
      role="listbox"
      aria-label="Sessions"
      aria-activedescendant={openId === null ? undefined : `session-${openId}`}
      tabIndex={0}
      onKeyDown={keys}
      className="min-h-0 flex-1 overflow-auto -outline-offset-2"
    >
      <div role="presentation" className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index]
          return row && <SessionItem key={row.id} row={row} top={item.start} open={row.id === openId} />
        })}
      </div>
    </div>
  )
}

const TONES = { live: 'font-medium text-accent', quiet: 'text-quiet', warn: 'text-warn', bad: 'text-bad' }

function SessionItem({ row, top, open }: { row: SessionRow; top: number; open: boolean }) {
  const outcome = outcomeOf(row)
  const Arrow = row.direction === 'inbound' ? ArrowDownLeft : ArrowUpRight
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list box around it handles the keyboard.
    <div
      id={`session-${row.id}`}
      role="option"
      tabIndex={-1}
      aria-selected={open}
      onClick={() => openItem(row.id)}
      style={{ height: ROW_HEIGHT, transform: `translateY(${top}px)` }}
      className={classNames(
        'absolute inset-x-0 grid cursor-default grid-cols-[1rem_minmax(0,1fr)_auto] items-center gap-x-2.5 border-line/60 border-b px-4',
        open ? 'bg-selected' : 'hover:bg-hover',
      )}
    >
      <Arrow size={15} aria-hidden="true" className={row.outcome === 'open' ? 'text-accent' : 'text-faint'} />
      <span className="flex min-w-0 flex-col">
        <span className="truncate leading-[18px]" title={`${row.peerAddress} port ${row.peerPort}`}>
          <span className="sr-only">{row.direction === 'inbound' ? 'Inbound from ' : 'Outbound to '}</span>
          {peerOf(row)}
        </span>
        <span className="truncate text-12 leading-[16px] text-quiet" title={row.problem ?? undefined}>
          {row.problem ??
            `${row.direction === 'inbound' ? 'at' : 'by'} ${row.via}${row.account ? ` · ${row.account}` : ''}`}
        </span>
      </span>
      <span className="flex flex-col items-end">
        <Time at={row.startedAt} className="text-12 leading-[18px] text-quiet" />
        <span className={classNames('text-12 leading-[16px]', TONES[outcome.tone])}>{outcome.word}</span>
      </span>
    </div>
  )
}
