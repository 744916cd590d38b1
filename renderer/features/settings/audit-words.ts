/** An entry of the audit log for reading: what it is about, and the rest as lines. Pure. */
import type { AuditEntryView } from '../../../shared/contract/audit.ts'
import { t } from '../../text/t.ts'

export interface AuditLine {
  readonly label: string
  readonly value: string
}

const ACTORS: Readonly<Record<string, () => string>> = {
  window: () => t('window'),
  console: () => t('browser'),
  api: () => t('API'),
  cli: () => t('command line'),
  tray: () => t('tray'),
  'config file': () => t('configuration file'),
  schedule: () => t('schedule'),
  mailroom: () => t('Mailroom itself'),
}

export function actorLabel(actor: string): string {
  return ACTORS[actor]?.() ?? actor
}

/** The thing that was changed, by its name; '' where the action says it all. */
export function auditSubject({ detail }: AuditEntryView): string {
  for (const key of ['name', 'username', 'account', 'client', 'route', 'domain']) {
    const value = detail[key]
    if (typeof value === 'string' && value !== '') return value
  }
  return ''
}

/** In one line beside the subject: fields that changed, or numbers. */
export function auditSummary({ detail }: AuditEntryView): string {
  const changes = changesOf(detail)
  if (changes.length > 0) return changes.map(({ label }) => label).join(', ')
  if (typeof detail.changed === 'number')
    return t('{count, plural, one {# message} other {# messages}}', { count: detail.changed })
  return ''
}

/** Everything that is known of it. */
export function auditLines(entry: AuditEntryView): AuditLine[] {
  const { detail } = entry
  const { changes: _changes, ...rest } = detail
  const subject = auditSubject(entry)
  const more = typeof detail.more === 'number' ? detail.more : 0
  return [
    ...changesOf(detail),
    ...Object.entries(rest)
      .filter(([key, value]) => key !== 'more' && value !== null && value !== subject)
      .map(([label, value]) => ({ label, value: typeof value === 'string' ? value : JSON.stringify(value) })),
    ...(more > 0 ? [{ label: t('and others'), value: String(more) }] : []),
  ]
}

function changesOf(detail: AuditEntryView['detail']): AuditLine[] {
  if (!Array.isArray(detail.changes)) return []
  return detail.changes.flatMap((change: unknown): AuditLine[] => {
    if (typeof change !== 'object' || change === null || !('field' in change)) return []
    const label = String(change.field)
    if ('secret' in change) return [{ label, value: secretWords(String(change.secret)) }]
    const [from, to] = ['from' in change ? change.from : null, 'to' in change ? change.to : null]
    return [{ label, value: `${shown(from)} → ${shown(to)}` }]
  })
}

function secretWords(what: string): string {
  if (what === 'added') return t('secret added')
  return what === 'removed' ? t('secret removed') : t('secret changed')
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '∅'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
