import { Undo2 } from 'lucide-react'
import type { PendingOperation } from '../../../shared/domain/message.ts'
import { useTimeText } from '../../live/clock.ts'
import { t } from '../../text/t.ts'

/** At the end of a row that waits for its undo window: "will be deleted in 8 s". */
export function PendingMark({ pending }: { pending: PendingOperation }) {
  const text = useTimeText((now) => pendingText(pending, now))
  return (
    <td className="absolute inset-y-0 right-2 flex items-center">
      <span className="flex items-center gap-1.5 rounded-sm border border-line bg-raised px-1.5 text-12 text-warn tabular-nums">
        <Undo2 size={12} aria-hidden="true" />
        {text}
      </span>
    </td>
  )
}

export function pendingText({ operation, at }: PendingOperation, now: number): string {
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
