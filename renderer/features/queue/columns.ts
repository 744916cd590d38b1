/** The columns that the queue can show: their names, widths, what they sort by, and from which width of the list on. */
import type { QueueSort } from '../../../shared/contract/queue.ts'
import { t } from '../../text/t.ts'

export const COLUMN_IDS = [
  'state',
  'sender',
  'recipients',
  'subject',
  'route',
  'age',
  'receivedAt',
  'nextAttemptAt',
  'attempts',
  'size',
  'lastReply',
  'account',
  'client',
  'listener',
] as const
export type ColumnId = (typeof COLUMN_IDS)[number]

export interface ColumnInfo {
  readonly label: () => string
  /** Pixels; a flexible column gets more of what is left over, by its share. */
  readonly width: number
  readonly share?: number
  /**
   * Without a choice of the reader it is shown from this width of the list on; null: only when it is chosen. Each comes where the
   * addresses keep about 160 pixels beside it.
   */
  readonly from: number | null
  readonly sort?: QueueSort['by']
  readonly align?: 'end'
}

export const COLUMNS: Readonly<Record<ColumnId, ColumnInfo>> = {
  state: { label: () => t('State'), width: 84, from: 0 },
  sender: { label: () => t('Sender'), width: 124, share: 1.4, from: 0 },
  recipients: { label: () => t('Recipients'), width: 124, share: 1.5, from: 0 },
  subject: { label: () => t('Subject'), width: 96, share: 1.2, from: 620 },
  route: { label: () => t('Route'), width: 72, from: 880 },
  age: { label: () => t('Age'), width: 60, from: 0, sort: 'receivedAt' },
  receivedAt: { label: () => t('Received'), width: 148, from: null, sort: 'receivedAt' },
  nextAttemptAt: { label: () => t('Next try'), width: 72, from: 740, sort: 'nextAttemptAt' },
  attempts: { label: () => t('Attempts'), width: 68, from: null, align: 'end' },
  size: { label: () => t('Size'), width: 72, from: 1180, sort: 'size', align: 'end' },
  lastReply: { label: () => t('Last reply'), width: 128, share: 1.2, from: 1060 },
  account: { label: () => t('Account'), width: 104, from: null },
  client: { label: () => t('Client'), width: 116, from: null },
  listener: { label: () => t('Listener'), width: 84, from: null },
}

export const NARROWEST = 48
export const WIDEST = 900
/** Pixels between two columns, beside the box to select, and at the edges of a row. */
export const GAP = 12
const BOX = 20
const EDGE = 16

/** What the reader chose of a column; width null: its own. */
export interface ColumnChoice {
  readonly id: ColumnId
  readonly width: number | null
}

/** Without a choice the columns follow the room; what is chosen is shown, and scrolls where it has none. */
export function shownColumns(chosen: readonly ColumnChoice[] | null, room: number): readonly ColumnChoice[] {
  if (chosen) return chosen
  return COLUMN_IDS.filter((id) => {
    const { from } = COLUMNS[id]
    return from !== null && room >= from
  }).map((id) => ({ id, width: null }))
}

/** CSS grid tracks, the box to select first. */
export function tracksOf(columns: readonly ColumnChoice[]): string {
  const tracks = columns.map(({ id, width }) => {
    const { width: own, share } = COLUMNS[id]
    if (width !== null) return `${width}px`
    return share === undefined ? `${own}px` : `minmax(${own}px, ${share}fr)`
  })
  return [`${BOX}px`, ...tracks].join(' ')
}

/** Pixels that the columns need at least. */
export function leastWidth(columns: readonly ColumnChoice[]): number {
  const widths = columns.map(({ id, width }) => width ?? COLUMNS[id].width)
  return widths.reduce((sum, width) => sum + width + GAP, BOX + 2 * EDGE)
}

export function withColumn(
  columns: readonly ColumnChoice[],
  id: ColumnId,
  isShown: boolean,
): readonly ColumnChoice[] {
  const rest = columns.filter((column) => column.id !== id)
  return isShown ? [...rest, { id, width: null }] : rest
}

export function resized(
  columns: readonly ColumnChoice[],
  id: ColumnId,
  width: number,
): readonly ColumnChoice[] {
  const bounded = Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)))
  return columns.map((column) => (column.id === id ? { ...column, width: bounded } : column))
}

/** One place to the left (-1) or to the right (1). */
export function moved(columns: readonly ColumnChoice[], id: ColumnId, by: -1 | 1): readonly ColumnChoice[] {
  const from = columns.findIndex((column) => column.id === id)
  const column = columns[from]
  const to = from + by
  if (!column || to < 0 || to >= columns.length) return columns
  return columns.toSpliced(from, 1).toSpliced(to, 0, column)
}
