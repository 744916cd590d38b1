import { ArrowDownLeft, ArrowUpRight, LockKeyhole } from 'lucide-react'
import { memo } from 'react'
import type { SessionRow } from '../../../shared/domain/session.ts'
import { Time } from '../../live/time.tsx'
import { openItem } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { classNames } from '../../ui/class-names.ts'
import { durationText, messagesText, outcomeOf, peerOf } from './session-marks.ts'

export interface SessionItemProps {
  row: SessionRow
  top: number
  height: number
  /** Counted from 1, for whoever cannot see how far down it is. */
  position: number
  open: boolean
  /** Two lines, beside a conversation; otherwise one line with columns. */
  narrow: boolean
}

/** Drawn again only when its own session changed: others change twenty times a second. */
export const SessionItem = memo(function SessionItem({
  row,
  top,
  height,
  position,
  open,
  narrow,
}: SessionItemProps) {
  return (
    <tr
      id={`session-${row.id}`}
      tabIndex={-1}
      aria-rowindex={position + 1}
      aria-selected={open}
      onClick={() => openItem(row.id)}
      style={{ height, transform: `translateY(${top}px)` }}
      className={classNames(
        'absolute inset-x-0 grid cursor-default items-center gap-x-3 border-line/60 border-b px-4',
        narrow ? NARROW_COLUMNS : WIDE_COLUMNS,
        open ? 'bg-selected' : 'hover:bg-hover',
      )}
    >
      {narrow ? <NarrowCells row={row} /> : <WideCells row={row} />}
    </tr>
  )
})

const NARROW_COLUMNS = 'grid-cols-[1rem_minmax(0,1fr)_auto]'
export const WIDE_COLUMNS =
  'grid-cols-[1rem_minmax(9rem,2fr)_minmax(4rem,1fr)_3.5rem_4rem_5.5rem_minmax(7rem,2fr)_4.5rem] @min-[60rem]:grid-cols-[1rem_minmax(9rem,2fr)_minmax(5rem,1fr)_minmax(5rem,1fr)_3.75rem_4.25rem_2.5rem_5.5rem_minmax(8rem,3fr)_5rem]'
/** Of columns that need more room than a small window has. */
export const IF_ROOM = 'hidden @min-[60rem]:block'

const TONES = { live: 'font-medium text-accent', quiet: 'text-quiet', warn: 'text-warn', bad: 'text-bad' }

function NarrowCells({ row }: { row: SessionRow }) {
  const outcome = outcomeOf(row)
  return (
    <>
      <Direction row={row} />
      <td className="flex min-w-0 flex-col">
        <Peer row={row} />
        <span className="truncate text-12 leading-[16px] text-quiet" title={row.problem ?? undefined}>
          {row.problem ?? placeText(row)}
        </span>
      </td>
      <td className="flex flex-col items-end">
        <Time at={row.startedAt} className="text-12 leading-[18px] text-quiet" />
        <span className={classNames('text-12 leading-[16px]', TONES[outcome.tone])}>{outcome.word}</span>
      </td>
    </>
  )
}

function WideCells({ row }: { row: SessionRow }) {
  const outcome = outcomeOf(row)
  return (
    <>
      <Direction row={row} />
      <Cell>
        <Peer row={row} />
      </Cell>
      <Cell quiet title={row.network ?? undefined}>
        {row.via}
      </Cell>
      <Cell quiet ifRoom title={row.account ?? undefined}>
        {row.account}
      </Cell>
      <Cell quiet>
        {row.tls && (
          <span title={`${row.tls.protocol}, ${row.tls.cipher}`} className="flex items-center gap-1 text-12">
            <LockKeyhole size={11} aria-hidden="true" className="shrink-0 text-ok" />
            {row.tls.protocol.replace(/^TLSv/, '')}
          </span>
        )}
      </Cell>
      <Cell quiet right>
        {row.endedAt === null ? (
          <Time at={row.startedAt} as="age" />
        ) : (
          durationText(row.endedAt - row.startedAt)
        )}
      </Cell>
      <Cell quiet right ifRoom>
        {messagesText(row)}
      </Cell>
      <td className={classNames('flex items-center gap-1.5', TONES[outcome.tone])}>
        <span aria-hidden="true" className="size-1.5 shrink-0 rounded-full bg-current" />
        {outcome.word}
      </td>
      <Cell quiet title={row.problem ?? undefined}>
        {row.problem && <span className="font-mono text-12">{row.problem}</span>}
      </Cell>
      <Cell quiet right>
        <Time at={row.startedAt} className="text-12" />
      </Cell>
    </>
  )
}

function Cell({
  quiet,
  right,
  ifRoom,
  title,
  children,
}: {
  quiet?: boolean
  right?: boolean
  ifRoom?: boolean
  title?: string | undefined
  children: React.ReactNode
}) {
  return (
    <td
      title={title}
      className={classNames(
        'min-w-0 truncate',
        quiet && 'text-quiet',
        right && 'text-right tabular-nums',
        ifRoom && IF_ROOM,
      )}
    >
      {children}
    </td>
  )
}

function Direction({ row }: { row: SessionRow }) {
  const inbound = row.direction === 'inbound'
  const Arrow = inbound ? ArrowDownLeft : ArrowUpRight
  return (
    <td className={row.outcome === 'open' ? 'text-accent' : 'text-faint'}>
      <Arrow size={15} aria-hidden="true" />
      <span className="sr-only">{inbound ? t('Inbound') : t('Outbound')}</span>
    </td>
  )
}

function Peer({ row }: { row: SessionRow }) {
  const place = t('{address}, port {port}', { address: row.peerAddress, port: String(row.peerPort) })
  return (
    <span className="flex min-w-0 items-baseline gap-2 leading-[18px]" title={place}>
      <bdi className="truncate">{peerOf(row)}</bdi>
      {row.peerName !== null && (
        <span className="hidden shrink-0 font-mono text-12 text-quiet @min-[70rem]:inline">
          {row.peerAddress}
        </span>
      )}
    </span>
  )
}

function placeText(row: SessionRow): string {
  const place =
    row.direction === 'inbound'
      ? t('at {listener}', { listener: row.via })
      : t('by {route}', { route: row.via })
  return row.account === null ? place : `${place} · ${row.account}`
}
