/** The operator's operations: their words, and what is said when they are done. */
import type {
  OperationResult,
  QueueFilter,
  QueueOperation,
  Selection,
} from '../../../shared/contract/queue.ts'
import { counted } from '../../format/quantity.ts'
import type { Selected } from './selection.ts'

interface Words {
  readonly label: string
  /** After "3 messages". */
  readonly done: string
  /** What happens, asked before; null where it can be taken back. */
  readonly warning: string | null
}

export const OPERATIONS: Readonly<Record<QueueOperation, Words>> = {
  'send-now': { label: 'Send now', done: 'will be tried now', warning: null },
  hold: { label: 'Hold', done: 'held', warning: null },
  release: { label: 'Release', done: 'released', warning: null },
  delete: {
    label: 'Delete',
    done: 'deleted',
    warning: 'Recipients that still wait get nothing, and the sender is not told. This cannot be undone.',
  },
  bounce: {
    label: 'Bounce',
    done: 'bounced',
    warning:
      'Delivery ends, and the sender gets a report that the message was not delivered. This cannot be undone.',
  },
}

/** "Delete 3 messages", "Bounce 1 message". */
export function actionText(operation: QueueOperation, count: number): string {
  return `${OPERATIONS[operation].label} ${counted(count, 'message')}`
}

export function resultText(operation: QueueOperation, { changed, unchanged }: OperationResult): string {
  const done = `${counted(changed, 'message')} ${OPERATIONS[operation].done}.`
  if (unchanged === 0) return done
  const rest = `${counted(unchanged, 'message')} ${unchanged === 1 ? 'was' : 'were'} left as ${unchanged === 1 ? 'it is' : 'they are'}.`
  return changed === 0 ? `Nothing to do: ${rest}` : `${done} ${rest}`
}

export function selectionOf(selected: Selected, filter: QueueFilter): Selection {
  return selected.kind === 'all' ? { kind: 'filter', filter } : { kind: 'ids', ids: [...selected.ids] }
}
