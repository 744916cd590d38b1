/** The views of the queue, and what a view and the filter box together ask for. */
import type { MessageCounts, QueueFilter } from '../../../shared/contract/queue.ts'
import { MESSAGE_STATES, type MessageState } from '../../../shared/domain/message.ts'
import { t } from '../../text/t.ts'

export const VIEWS = ['all', 'waiting', 'failed', 'held', 'delivered'] as const
export type View = (typeof VIEWS)[number]

export const VIEW_LABELS: Readonly<Record<View, () => string>> = {
  all: () => t('All'),
  waiting: () => t('Waiting'),
  failed: () => t('Failed'),
  held: () => t('Held'),
  delivered: () => t('Delivered'),
}

const STATES: Readonly<Record<View, readonly MessageState[] | null>> = {
  all: null,
  waiting: ['queued', 'active', 'deferred'],
  failed: ['failed'],
  held: ['held'],
  delivered: ['delivered'],
}

export function isBuiltIn(view: string): view is View {
  return (VIEWS as readonly string[]).includes(view)
}

/** States named in the filter box say more than the view: they win. */
export function filterOf(view: View, filter: QueueFilter): QueueFilter {
  const states = filter.states ?? STATES[view]
  return states === null ? filter : { ...filter, states: [...states] }
}

export function viewCount(view: View, counts: MessageCounts): number {
  return countOf(counts, STATES[view] ?? undefined)
}

export function countOf(counts: MessageCounts, states: readonly MessageState[] = MESSAGE_STATES): number {
  return states.reduce((sum, state) => sum + counts[state], 0)
}
