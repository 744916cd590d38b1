import type { QueueFilter } from '../../../shared/contract/queue.ts'
import type { SenderFlow, Span } from '../../../shared/contract/statistics.ts'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import { formatFilter, quoteValue } from '../../../shared/filter/format-filter.ts'
import { hrefOf } from '../../location/location-store.ts'

/** To the queue, with a filter in its own language. */
export function queueLink(filter: string | QueueFilter): string {
  const text = typeof filter === 'string' ? filter : formatFilter(filter)
  return hrefOf('queue', { params: text === '' ? {} : { filter: text } })
}

export const NEWER: Readonly<Record<Span, string>> = {
  hour: 'newer:1h',
  day: 'newer:1d',
  week: 'newer:7d',
}

/** What this sender sent in the span; null where no filter says it. */
export function senderLink({ kind, name }: SenderFlow, span: Span): string | null {
  switch (kind) {
    case 'account':
    case 'network':
    case 'client':
      return queueLink(`${kind}:${quoteValue(name)} ${NEWER[span]}`)
    case 'local':
      return null
    default:
      return assertNever(kind)
  }
}

/** Open mail to a domain in one column of ages; the last column has no upper end, the first no lower one. */
export function cellLink(domain: string | null, ages: readonly number[], column: number): string {
  const [from, to] = [ages[column - 1], ages[column]]
  return queueLink(
    [
      'state:open',
      ...(domain === null ? [] : [`domain:${quoteValue(domain)}`]),
      ...(from === undefined ? [] : [`age:>${ageValue(from)}`]),
      ...(to === undefined ? [] : [`age:<${ageValue(to)}`]),
    ].join(' '),
  )
}

/** "5m", "4h", "3d", as the filter language writes it. */
function ageValue(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000)
  if (minutes % 1_440 === 0) return `${minutes / 1_440}d`
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`
}
