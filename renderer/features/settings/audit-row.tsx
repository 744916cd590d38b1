import type { AuditEntryView } from '../../../shared/contract/audit.ts'
import { Time } from '../../live/time.tsx'
import { t } from '../../text/t.ts'
import { ListRow } from '../../ui/list-row.tsx'
import { actorLabel, auditSubject, auditSummary } from './audit-words.ts'

export function AuditRow({
  entry,
  open,
  onOpen,
}: {
  entry: AuditEntryView
  open: boolean
  onOpen: () => void
}) {
  const subject = auditSubject(entry)
  return (
    <ListRow kind={t('Audit entry')} oneLine open={open} onOpen={onOpen}>
      <span className="flex min-w-0 flex-1 items-baseline gap-2">
        <span className="shrink-0 font-medium first-letter:uppercase">{entry.action}</span>
        {subject !== '' && (
          <span dir="auto" className="max-w-[45%] shrink-0 truncate">
            {subject}
          </span>
        )}
        <span className="min-w-0 truncate text-12 text-quiet">{auditSummary(entry)}</span>
      </span>
      <span className="w-32 shrink-0 truncate text-right text-12 text-quiet">{actorLabel(entry.actor)}</span>
      <span className="w-20 shrink-0 text-right text-12 text-quiet">
        <Time at={entry.at} />
      </span>
    </ListRow>
  )
}
