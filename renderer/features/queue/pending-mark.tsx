import { Undo2 } from 'lucide-react'
import type { PendingOperation } from '../../../shared/domain/message.ts'
import { useTimeText } from '../../live/clock.ts'
import { t } from '../../text/t.ts'
import { classNames } from '../../ui/class-names.ts'

/** At the end of a row that waits for its undo window: "will be deleted in 8 s". */
export function PendingMark({ pending, selected }: { pending: PendingOperation; selected: boolean }) {
  const text = useTimeText((now) => pendingText(pending, now))
  return (
    <td
      className={classNames(
        'absolute inset-y-px right-0 flex items-center gap-1.5 pr-4 pl-10 text-12 font-medium text-held tabular-nums [mask-image:linear-gradient(to_right,transparent,black_32px)]',
        selected ? 'bg-selected' : 'bg-surface',
      )}
    >
      <Undo2 size={12} aria-hidden="true" />
      {text}
    </td>
  )
}

function pendingText({ operation, at }: PendingOperation, now: number): string {
  const seconds = Math.max(0, Math.ceil((at - now) / 1_000))
  switch (operation) {
    case 'delete':
      return t('will be deleted in {seconds} s', { seconds })
    case 'bounce':
      return t('will be bounced in {seconds} s', { seconds })
    case 'release':
      return t('will be released in {seconds} s', { seconds })
  }
}
