/** How much of each row is in each column: one hue, the number in the cell, each cell a way to what it counts. */
import type { KeyboardEvent, ReactNode } from 'react'
import { classNames } from './class-names.ts'

export interface HeatmapCell {
  value: number
  figure: string
  /** What it counts, in words. */
  title: string
  href: string | null
}

export interface HeatmapRow {
  key: string
  head: ReactNode
  total: string
  cells: readonly HeatmapCell[]
}

export interface HeatmapProps {
  label: string
  corner: string
  columns: readonly string[]
  totalLabel: string
  rows: readonly HeatmapRow[]
}

export function Heatmap({ label, corner, columns, totalLabel, rows }: HeatmapProps) {
  const most = Math.max(1, ...rows.flatMap(({ cells }) => cells.map(({ value }) => value)))
  // One stop of the Tab key: the arrows go from cell to cell.
  const first = firstLink(rows)
  return (
    <table
      aria-label={label}
      onKeyDown={moveByArrow}
      className="w-full table-fixed border-separate border-spacing-0.5"
    >
      <thead>
        <tr className="text-11 text-faint">
          <th scope="col" className="w-[32%] pr-2 pb-0.5 text-left font-normal">
            {corner}
          </th>
          {columns.map((column) => (
            <th key={column} scope="col" className="pb-0.5 text-center font-normal whitespace-nowrap">
              {column}
            </th>
          ))}
          <th scope="col" className="pb-0.5 pl-1 text-right font-normal">
            {totalLabel}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row" className="truncate pr-2 text-left font-normal">
              {row.head}
            </th>
            {row.cells.map((cell, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place.
              <td key={column} className="p-0">
                <Cell cell={cell} share={shareOf(cell.value, most)} isStop={cell === first} />
              </td>
            ))}
            <td className="pl-1 text-right font-medium tabular-nums">{row.total}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const FACE = 'flex h-6 items-center justify-center rounded-[3px] text-12 tabular-nums'

function Cell({ cell, share, isStop }: { cell: HeatmapCell; share: number; isStop: boolean }) {
  if (cell.value === 0 || cell.href === null)
    return (
      <span
        className={classNames(FACE, 'bg-hover/60 text-faint')}
        title={cell.value === 0 ? undefined : cell.title}
      >
        <span className={cell.value === 0 ? 'sr-only' : undefined}>{cell.figure}</span>
      </span>
    )
  return (
    <a
      href={cell.href}
      title={cell.title}
      tabIndex={isStop ? 0 : -1}
      style={{ backgroundColor: `color-mix(in oklab, var(--warn) ${Math.round(share * 100)}%, transparent)` }}
      className={classNames(FACE, 'cursor-default outline-offset-0 hover:ring-1 hover:ring-line-strong')}
    >
      {cell.figure}
    </a>
  )
}

/** A few are seen beside a thousand: by the logarithm. Never so dark that the number is hard to read. */
function shareOf(value: number, most: number): number {
  return 0.08 + 0.28 * (Math.log1p(value) / Math.log1p(most))
}

function firstLink(rows: readonly HeatmapRow[]): HeatmapCell | undefined {
  return rows.flatMap(({ cells }) => [...cells]).find(({ value, href }) => value > 0 && href !== null)
}

const MOVES: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** To the next cell that way that leads somewhere. */
function moveByArrow(event: KeyboardEvent<HTMLTableElement>): void {
  const move = MOVES[event.key]
  const cell = (event.target as HTMLElement).closest('td')
  const row = cell?.closest('tr')
  if (!move || !cell || !row) return
  event.preventDefault()
  const rows = [...event.currentTarget.querySelectorAll('tbody tr')]
  const [down, right] = move
  const at = { row: rows.indexOf(row) + down, column: [...row.children].indexOf(cell) + right }
  // The first column is the head of the row: Tab leads there.
  for (
    ;
    rows[at.row] && at.column > 0 && at.column < row.children.length;
    at.row += down, at.column += right
  ) {
    const link = rows[at.row]?.children[at.column]?.querySelector('a')
    if (!link) continue
    link.focus()
    return
  }
}
