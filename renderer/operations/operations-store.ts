/** Operations that go on or can still be undone, whichever window or program began them. One for the whole window. */
import { create } from 'zustand'
import type { Client } from '../../shared/contract/contract.ts'
import type { OperationView } from '../../shared/contract/operations.ts'
import { problemText } from '../forms/server-issues.ts'
import { onLiveEvent } from '../live/follow-engine.ts'
import { t } from '../text/t.ts'
import { type Notice, notify } from '../ui/toasts.tsx'
import { resultText } from './operation-words.ts'

export interface OperationsState {
  /** Newest first. */
  readonly open: readonly OperationView[]
  /** Ids of those that were begun here: their end is told. */
  readonly mine: ReadonlySet<string>
}

export const useOperations = create<OperationsState>(() => ({ open: [], mine: new Set() }))

export function followOperations(client: Client): () => void {
  const ask = () => {
    client.operations.list().then(
      (views) => useOperations.setState({ open: views.filter(isOpen) }),
      // The connection says itself that it is gone, and when it is back.
      (error: unknown) => console.warn('The operations could not be asked for.', error),
    )
  }
  ask()
  return onLiveEvent((event) => {
    if (event.kind === 'resync') ask()
    else for (const view of event.batch.operations) takeOperation(view)
  })
}

/** What was begun here. */
export function adoptOperation(view: OperationView): void {
  useOperations.setState(({ mine }) => ({ mine: new Set([...mine, view.id]) }))
  takeOperation(view)
}

/** Messages that an operation had changed at most, by its id: taking it back counts down to none. */
const mostChanged = new Map<string, number>()

function takeOperation(view: OperationView): void {
  const most = Math.max(view.changed, mostChanged.get(view.id) ?? 0)
  if (isOpen(view)) mostChanged.set(view.id, most)
  else mostChanged.delete(view.id)
  const { open, mine } = useOperations.getState()
  const others = open.filter((other) => other.id !== view.id)
  useOperations.setState({ open: isOpen(view) ? [view, ...others].sort(newestFirst) : others })
  if (isOpen(view) || !mine.has(view.id)) return
  useOperations.setState({ mine: new Set([...mine].filter((id) => id !== view.id)) })
  const notice = endNotice(view, most)
  if (notice) notify(notice)
}

export async function undoOperation(client: Client, id: string): Promise<void> {
  await attempt(() => client.operations.undo({ id }))
}

export async function finishOperation(client: Client, id: string): Promise<void> {
  await attempt(() => client.operations.finish({ id }))
}

export async function cancelOperation(client: Client, id: string): Promise<void> {
  await attempt(() => client.operations.cancel({ id }))
}

/** The one that Ctrl Z means. */
export function lastUndoable(open: readonly OperationView[]): OperationView | null {
  return open.find((view) => view.phase === 'undoable') ?? null
}

async function attempt(run: () => Promise<unknown>): Promise<void> {
  try {
    await run()
  } catch (error) {
    notify({ text: problemText(error), tone: 'problem' })
  }
}

/** What is said about an operation that has ended; null while it has not. */
function endNotice(view: OperationView, mostChanged: number): Notice | null {
  switch (view.phase) {
    case 'done':
      return { text: resultText(view) }
    case 'undone':
      return {
        text: t('Undone: {count, plural, one {# message is} other {# messages are}} as before.', {
          count: Math.max(1, mostChanged),
        }),
      }
    case 'cancelled':
      return {
        text: t('Stopped after {count, plural, one {# message} other {# messages}}.', { count: view.done }),
      }
    case 'failed':
      return { text: view.problem ?? t('The operation was broken off.'), tone: 'problem' }
    case 'running':
    case 'undoable':
      return null
  }
}

function isOpen({ phase }: OperationView): boolean {
  return phase === 'running' || phase === 'undoable'
}

function newestFirst(a: OperationView, b: OperationView): number {
  return b.startedAt - a.startedAt
}
