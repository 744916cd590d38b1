/** What operations are called: before, while and after they are done. */
import type { BulkOperation, OperationView } from '../../shared/contract/operations.ts'
import { counted } from '../format/quantity.ts'
import { t } from '../text/t.ts'

export type OperationKind = BulkOperation['kind']

/** For a button: "Send now", "Delete". */
export function operationLabel(kind: OperationKind): string {
  switch (kind) {
    case 'send-now':
      return t('Send now')
    case 'hold':
      return t('Hold')
    case 'release':
      return t('Release')
    case 'delete':
      return t('Delete')
    case 'bounce':
      return t('Bounce')
    case 'reroute':
      return t('Reroute')
  }
}

/** "Delete 3 messages", "Bounce 1 message". */
export function actionText(operation: BulkOperation, number: number): string {
  const values = { count: number }
  switch (operation.kind) {
    case 'send-now':
      return t('Send {count, plural, one {# message} other {# messages}} now', values)
    case 'hold':
      return t('Hold {count, plural, one {# message} other {# messages}}', values)
    case 'release':
      return t('Release {count, plural, one {# message} other {# messages}}', values)
    case 'delete':
      return t('Delete {count, plural, one {# message} other {# messages}}', values)
    case 'bounce':
      return t('Bounce {count, plural, one {# message} other {# messages}}', values)
    case 'reroute':
      return operation.route === null
        ? t('Let the rules decide for {count, plural, one {# message} other {# messages}}', values)
        : t('Send {count, plural, one {# message} other {# messages}} by “{route}”', {
            ...values,
            route: operation.route,
          })
  }
}

/** "Deleting 3 messages". */
export function doingText({ operation, selected, changed, phase }: OperationView): string {
  const values = { count: phase === 'undoable' ? changed : (selected ?? changed) }
  switch (operation.kind) {
    case 'send-now':
      return t('Sending {count, plural, one {# message} other {# messages}} now', values)
    case 'hold':
      return t('Holding {count, plural, one {# message} other {# messages}}', values)
    case 'release':
      return t('Releasing {count, plural, one {# message} other {# messages}}', values)
    case 'delete':
      return t('Deleting {count, plural, one {# message} other {# messages}}', values)
    case 'bounce':
      return t('Bouncing {count, plural, one {# message} other {# messages}}', values)
    case 'reroute':
      return t('Rerouting {count, plural, one {# message} other {# messages}}', values)
  }
}

/** What came of it: "2 messages held. 1 message was left as it is." */
export function resultText(view: Pick<OperationView, 'operation' | 'changed' | 'unchanged'>): string {
  const { changed, unchanged } = view
  const rest =
    unchanged === 0
      ? ''
      : t('{count, plural, one {# message was left as it is.} other {# messages were left as they are.}}', {
          count: unchanged,
        })
  if (changed === 0) return t('Nothing to do: {rest}', { rest: rest || t('nothing is selected.') })
  return [doneText(view.operation, changed), rest].filter(Boolean).join(' ')
}

function doneText(operation: BulkOperation, number: number): string {
  const messages = counted(number, 'message')
  switch (operation.kind) {
    case 'send-now':
      return t('{messages} will be tried now.', { messages })
    case 'hold':
      return t('{messages} held.', { messages })
    case 'release':
      return t('{messages} released.', { messages })
    case 'delete':
      return t('{messages} deleted.', { messages })
    case 'bounce':
      return t('{messages} bounced.', { messages })
    case 'reroute':
      return operation.route === null
        ? t('{messages}: the rules decide again.', { messages })
        : t('{messages} will go by “{route}”.', { messages, route: operation.route })
  }
}

/** Nothing irreversible happens before the window of these has closed. */
export function canBeUndone(kind: OperationKind): boolean {
  return kind === 'delete' || kind === 'bounce' || kind === 'release'
}
