/** Where mail waits, and for how long: open recipients by domain and age. */
import { useQuery } from '@tanstack/react-query'
import type { QueueShape } from '../../../shared/contract/statistics.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { compactCount, count } from '../../format/quantity.ts'
import { span } from '../../format/relative-time.ts'
import { problemText } from '../../forms/server-issues.ts'
import { useTimeText } from '../../live/clock.ts'
import { t } from '../../text/t.ts'
import { Heatmap, type HeatmapRow } from '../../ui/heatmap.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import { Section } from '../../ui/section.tsx'
import { cellLink } from './queue-link.ts'

export function ShapeSection() {
  const { api } = useEngine()
  const shape = useQuery(api.statistics.shape.queryOptions())
  return (
    <Section
      top
      title={t('Where mail waits, and how long')}
      aside={shape.data && shape.data.total > 0 ? <Counted at={shape.data.at} /> : undefined}
    >
      {shape.isError && !shape.data ? (
        <ProblemState text={problemText(shape.error)} onRetry={() => void shape.refetch()} />
      ) : shape.data === undefined ? (
        <div className="h-28" />
      ) : shape.data.total === 0 ? (
        <p className="text-quiet">{t('Nothing waits.')}</p>
      ) : (
        <Grid shape={shape.data} />
      )}
    </Section>
  )
}

/** Only where it is worth saying: with a million messages a look is not taken every few seconds. */
function Counted({ at }: { at: number }) {
  const text = useTimeText((now) =>
    now - at < 90_000 ? '' : t('counted {span} ago', { span: span(now - at) }),
  )
  return <span className="text-11 text-faint">{text}</span>
}

function Grid({ shape }: { shape: QueueShape }) {
  const { ages, domains, others } = shape
  const rows: HeatmapRow[] = [
    ...domains.map(({ domain, total, cells }) => ({
      key: domain,
      head: (
        <a
          href={cellLink(domain, [], 0)}
          title={domain}
          className="block cursor-default truncate rounded-sm hover:underline"
        >
          {domain === '' ? t('without a domain') : domain}
        </a>
      ),
      total: compactCount(total),
      cells: cells.map((value, column) => ({
        value,
        figure: compactCount(value),
        title: cellTitle(value, domain, ages, column),
        href: cellLink(domain, ages, column),
      })),
    })),
    ...(others.domains === 0 ? [] : [othersRow(shape)]),
  ]
  return (
    <div className="overflow-x-auto">
      <Heatmap
        label={t('Recipients that wait, by domain and age')}
        corner={t('Domain')}
        totalLabel={t('All')}
        columns={[...ages.map((age) => `< ${span(age)}`), t('older')]}
        rows={rows}
      />
    </div>
  )
}

/** No filter names all the others, so that these lead nowhere. */
function othersRow({ ages, others }: QueueShape): HeatmapRow {
  const name = t('{count, plural, one {# other domain} other {# other domains}}', { count: others.domains })
  return {
    key: '',
    head: <span className="block truncate text-quiet">{name}</span>,
    total: compactCount(others.total),
    cells: others.cells.map((value, column) => ({
      value,
      figure: compactCount(value),
      title: cellTitle(value, name, ages, column),
      href: null,
    })),
  }
}

function cellTitle(value: number, domain: string, ages: readonly number[], column: number): string {
  const [from, to] = [ages[column - 1], ages[column]]
  const number = count(value)
  if (to === undefined)
    return t('{number} to {domain}, older than {from}', { number, domain, from: span(from ?? 0) })
  if (from === undefined)
    return t('{number} to {domain}, younger than {to}', { number, domain, to: span(to) })
  return t('{number} to {domain}, {from} to {to} old', { number, domain, from: span(from), to: span(to) })
}
