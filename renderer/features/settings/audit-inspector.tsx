import type { AuditEntryView } from '../../../shared/contract/audit.ts'
import { exactTime } from '../../format/relative-time.ts'
import { openItem } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { Facts } from '../../ui/facts.tsx'
import { Inspector } from '../../ui/inspector.tsx'
import { Section } from '../../ui/section.tsx'
import { actorLabel, auditLines, auditSubject } from './audit-words.ts'

/** One change, field by field. */
export function AuditInspector({ entry }: { entry: AuditEntryView }) {
  const lines = auditLines(entry)
  const subject = auditSubject(entry)
  return (
    <Inspector
      kind={<span className="first-letter:uppercase">{entry.action}</span>}
      title={subject === '' ? entry.action : subject}
      onClose={() => openItem(null)}
    >
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-auto px-4 pt-1 pb-5">
        <Facts
          facts={[
            { label: t('When'), value: exactTime(entry.at) },
            { label: t('From'), value: actorLabel(entry.actor) },
          ]}
        />
        {lines.length > 0 && (
          <Section title={t('What')}>
            <dl className="flex flex-col gap-2.5">
              {lines.map(({ label, value }) => (
                <div key={label} className="flex flex-col gap-0.5">
                  <dt className="font-mono text-12 break-all text-quiet">{label}</dt>
                  <dd dir="auto" className="break-words select-text">
                    {value}
                  </dd>
                </div>
              ))}
            </dl>
          </Section>
        )}
      </div>
    </Inspector>
  )
}
