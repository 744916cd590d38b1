/** The views of the queue, and what a view and the filter box together ask for. */
import type { MessageCounts, QueueFilter } from '../../../shared/contract/queue.ts'
import type { MessageState } from '../../../shared/domain/message.ts'

export const VIEWS = [
  { value: 'all', label: 'All' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'failed', label: 'Failed' },
  { value: 'held', label: 'Held' },
  { value: 'delivered', label: 'Delivered' },
] as const

export type View = (typeof VIEWS)[number]['value']

const STATES: Readonly<Record<View, readonly MessageState[] | null>> = {
  all: null,
  waiting: ['queued', 'active', 'deferred'],
  failed: ['failed'],
  held: ['held'],
  delivered: ['delivered'],
}

export function viewFrom(text: string | undefined): View {
  return VIEWS.find((view) => view.value === text)?.value ?? 'all'
}

/** States named in the filter box say more than the view: they win. */
export function filterOf(view: View, filter: QueueFilter): QueueFilter {
  const states = filter.states ?? STATES[view]
  return states === null ? filter : { ...filter, states: [...states] }
}

export function viewCount(view: View, counts: MessageCounts): number {
  const states = STATES[view] ?? (Object.keys(counts) as MessageState[])
  return states.reduce((sum, state) => sum + counts[state], 0)
}
