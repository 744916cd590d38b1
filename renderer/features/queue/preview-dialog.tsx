import { useQuery } from '@tanstack/react-query'
import type { BulkOperation, OperationPreview } from '../../../shared/contract/operations.ts'
import type { Selection } from '../../../shared/contract/queue.ts'
import type { MessageRow } from '../../../shared/domain/message.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { bytes, count, counted } from '../../format/quantity.ts'
import { senderText } from '../../format/sender-text.ts'
import { withoutOverrides } from '../../format/without-overrides.ts'
import { problemText } from '../../forms/server-issues.ts'
import { Time } from '../../live/time.tsx'
import { actionText, canBeUndone, operationLabel } from '../../operations/operation-words.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { MiddleCut } from '../../ui/middle-cut.tsx'

export interface PreviewDialogProps {
  operation: BulkOperation
  selection: Selection
  undoSeconds: number
  busy: boolean
  onConfirm: () => void
  onClose: () => void
}

/** How many, which, and what it means, before it begins. */
export function PreviewDialog({
  operation,
  selection,
  undoSeconds,
  busy,
  onConfirm,
  onClose,
}: PreviewDialogProps) {
  const { api } = useEngine()
  const query = useQuery({
    ...api.operations.preview.queryOptions({ input: { operation, selection } }),
    gcTime: 0,
    staleTime: 0,
  })
  const preview = query.data
  const title = preview ? actionText(operation, preview.applies) : operationLabel(operation.kind)
  const destroys = operation.kind === 'delete' || operation.kind === 'bounce'
  return (
    <Dialog
      open
      title={preview?.applies === 0 ? t('Nothing to do') : t('{action}?', { action: title })}
      onClose={onClose}
    >
      {query.isPending && <LoadingBar label={t('Counting')} />}
      {query.isError && (
        <p role="alert" className="text-bad">
          {problemText(query.error)}
        </p>
      )}
      {preview && <Preview preview={preview} operation={operation} undoSeconds={undoSeconds} />}
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={onClose}>{preview?.applies === 0 ? t('Close') : t('Cancel')}</Button>
        {query.isError && <Button onClick={() => void query.refetch()}>{t('Try again')}</Button>}
        {preview && preview.applies > 0 && (
          <Button look={destroys ? 'danger' : 'primary'} busy={busy} onClick={onConfirm}>
            {title}
          </Button>
        )}
      </div>
    </Dialog>
  )
}

function Preview({
  preview,
  operation,
  undoSeconds,
}: {
  preview: OperationPreview
  operation: BulkOperation
  undoSeconds: number
}) {
  const { applies, selected, recipients, bytes: octets, samples, notes } = preview
  const others = selected - applies
  const more = applies - samples.length
  return (
    <div className="flex flex-col gap-3">
      {applies > 0 && (
        <>
          <p className="text-quiet">{warningText(operation, undoSeconds)}</p>
          <p className="font-medium tabular-nums">
            {[counted(applies, 'message'), counted(recipients, 'open recipient'), bytes(octets)].join(' · ')}
          </p>
          <ul aria-label={t('The first of them')} className="flex flex-col rounded border border-line">
            {samples.map((row) => (
              <Sample key={row.id} row={row} />
            ))}
            {more > 0 && (
              <li className="px-2.5 py-1 text-12 text-quiet">
                {t('and {count} more', { count: count(more) })}
              </li>
            )}
          </ul>
        </>
      )}
      {others > 0 && (
        <p className="text-12 text-quiet">
          {t(
            '{count, plural, one {# selected message is left as it is: it is done, or this does not apply to it.} other {# selected messages are left as they are: they are done, or this does not apply to them.}}',
            { count: others },
          )}
        </p>
      )}
      {notes.map((note) => (
        <p key={note} className="text-12 text-warn">
          {note}
        </p>
      ))}
    </div>
  )
}

function Sample({ row }: { row: MessageRow }) {
  return (
    <li className="flex h-7 items-center gap-2 border-line not-last:border-b px-2.5 text-12">
      <span className="flex w-32 shrink-0 text-quiet">
        <MiddleCut text={senderText(row.sender)} />
      </span>
      <span dir="auto" className="min-w-0 flex-1 truncate text-left" title={row.subject}>
        {withoutOverrides(row.subject) || t('No subject')}
      </span>
      <Time as="age" at={row.receivedAt} className="shrink-0 text-quiet" />
    </li>
  )
}

function warningText(operation: BulkOperation, undoSeconds: number): string {
  return [meaning(operation), canBeUndone(operation.kind) ? wayBack(undoSeconds) : '']
    .filter(Boolean)
    .join(' ')
}

function meaning(operation: BulkOperation): string {
  switch (operation.kind) {
    case 'delete':
      return t('Recipients that still wait get nothing, and the senders are not told.')
    case 'bounce':
      return t('Delivery ends, and each sender gets a report that the message was not delivered.')
    case 'release':
      return t('Held messages are due again and go out.')
    case 'send-now':
      return t('They are tried at once, whatever the schedule says.')
    case 'hold':
      return t('Nothing is tried until they are released.')
    case 'reroute':
      return operation.route === null
        ? t('A route that was chosen by hand no longer counts.')
        : t('They go by this route from now on, whatever the rules say.')
  }
}

function wayBack(seconds: number): string {
  return seconds === 0
    ? t('This cannot be undone.')
    : t(
        'It happens after {seconds, plural, one {# second} other {# seconds}}; until then it can be undone.',
        { seconds },
      )
}
