/** What came in and went out over time, how much waits, and how long mail took. */
import { useQuery } from '@tanstack/react-query'
import { useId, useRef, useState } from 'react'
import type { Flow, Span } from '../../../shared/contract/statistics.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { count } from '../../format/quantity.ts'
import { stepTime } from '../../format/step-time.ts'
import { took } from '../../format/took.ts'
import { problemText } from '../../forms/server-issues.ts'
import { hrefOf } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { AreaChart } from '../../ui/area-chart.tsx'
import { LinkAction } from '../../ui/link-action.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import { Section } from '../../ui/section.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { useElementWidth } from '../../ui/use-element-width.ts'
import { ChartHead } from './chart-head.tsx'
import { FlowTable } from './flow-table.tsx'
import { Outcomes } from './outcomes.tsx'
import { NEWER, queueLink } from './queue-link.ts'

const GROUP = 'overview-flow'
/** Pixels of the first chart; the others are half as high. */
const LOWEST = 112
const HIGHEST = 184
const SPANS: readonly Span[] = ['hour', 'day', 'week']
const SPAN_LABELS: Readonly<Record<Span, () => string>> = {
  hour: () => t('Hour'),
  day: () => t('Day'),
  week: () => t('Week'),
}
const SPAN_TITLES: Readonly<Record<Span, () => string>> = {
  hour: () => t('Last hour'),
  day: () => t('Last day'),
  week: () => t('Last week'),
}

export interface FlowSectionProps {
  span: Span
  onSpan: (span: Span) => void
  theme: string
}

export function FlowSection({ span, onSpan, theme }: FlowSectionProps) {
  const { api } = useEngine()
  const flow = useQuery({
    ...api.statistics.flow.queryOptions({ input: { span } }),
    placeholderData: (last: Flow | undefined) => last,
  })
  return (
    <Section
      top
      title={SPAN_TITLES[span]()}
      aside={
        <Segmented
          label={t('Time shown')}
          value={span}
          onChange={onSpan}
          segments={SPANS.map((value) => ({ value, label: SPAN_LABELS[value]() }))}
        />
      }
    >
      {flow.isError && !flow.data ? (
        <ProblemState text={problemText(flow.error)} onRetry={() => void flow.refetch()} />
      ) : flow.data ? (
        <Charts flow={flow.data} span={span} theme={theme} />
      ) : (
        <div className="h-80" />
      )}
    </Section>
  )
}

function Charts({ flow, span, theme }: { flow: Flow; span: Span; theme: string }) {
  const [hovered, setHovered] = useState<number | null>(null)
  const [asTable, setAsTable] = useState(false)
  const tableId = useId()
  const card = useRef<HTMLDivElement>(null)
  const high = Math.round(Math.min(HIGHEST, Math.max(LOWEST, useElementWidth(card, 700) / 6)))
  const at = hovered !== null && hovered < flow.accepted.length ? hovered : null
  const { totals } = flow
  const accepted = queueLink(NEWER[span])
  const delivered = queueLink(`state:delivered ${NEWER[span]}`)
  const pick = (values: readonly (number | null)[], whole: number | null) =>
    at === null ? whole : (values[at] ?? null)
  const waiting = pick(flow.depth, flow.depth.at(-1) ?? null)
  const when = at === null ? null : stepTime(flow.from + at * flow.stepMs, span === 'week')
  return (
    <>
      <div ref={card} className="flex flex-col rounded border border-line bg-raised">
        <ChartHead
          title={t('Throughput')}
          when={when}
          keys={[
            {
              role: 'bg-accent',
              figure: number(pick(flow.accepted, totals.accepted)),
              label: t('accepted'),
              href: accepted,
            },
            {
              role: 'bg-ok',
              figure: number(pick(flow.delivered, totals.delivered)),
              label: t('delivered'),
              href: delivered,
            },
          ]}
        />
        <AreaChart
          label={t('{accepted} messages were accepted, and {delivered} delivered, one for each recipient.', {
            accepted: count(totals.accepted),
            delivered: count(totals.delivered),
          })}
          height={high}
          theme={theme}
          group={GROUP}
          onHover={setHovered}
          series={[
            { label: t('accepted'), values: flow.accepted, role: '--accent', plain: true },
            { label: t('delivered'), values: flow.delivered, role: '--ok' },
          ]}
        />
        <ChartHead
          title={t('Queue depth')}
          when={when}
          divided
          keys={[
            {
              role: 'bg-warn',
              figure: number(waiting),
              label: t('waiting'),
              href: hrefOf('queue', { params: { view: 'waiting' } }),
            },
          ]}
        />
        <AreaChart
          label={t('{count, plural, one {# message waits} other {# messages wait}} at the end.', {
            count: waiting ?? 0,
          })}
          height={high / 2}
          theme={theme}
          group={GROUP}
          series={[{ label: t('waiting'), values: flow.depth, role: '--warn' }]}
        />
        <ChartHead
          title={t('Delivery time')}
          when={when}
          divided
          keys={[
            {
              role: 'bg-text',
              figure: time(pick(flow.p50, totals.p50)),
              label: t('half within'),
              href: delivered,
            },
            {
              role: 'bg-faint',
              figure: time(pick(flow.p95, totals.p95)),
              label: t('95 % within'),
              href: delivered,
            },
          ]}
        />
        <AreaChart
          label={t('Half of the mail was delivered within {half}, 95 % within {most}.', {
            half: time(totals.p50),
            most: time(totals.p95),
          })}
          height={high / 2}
          theme={theme}
          group={GROUP}
          least={2}
          series={[
            { label: t('95 % within'), values: flow.p95.map(magnitude), role: '--ink-faint', plain: true },
            { label: t('half within'), values: flow.p50.map(magnitude), role: '--ink', plain: true },
          ]}
        />
        <Axis flow={flow} span={span} />
      </div>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <Outcomes totals={totals} newer={NEWER[span]} />
        <LinkAction expanded={asTable} controls={tableId} onClick={() => setAsTable(!asTable)}>
          {asTable ? t('Hide the table') : t('Show as table')}
        </LinkAction>
      </div>
      <div id={tableId}>{asTable && <FlowTable flow={flow} withDay={span === 'week'} />}</div>
    </>
  )
}

function Axis({ flow, span }: { flow: Flow; span: Span }) {
  const steps = flow.accepted.length
  const labels = [0, 0.25, 0.5, 0.75].map((share) => flow.from + Math.round(steps * share) * flow.stepMs)
  return (
    <p
      aria-hidden="true"
      className="flex justify-between border-line border-t px-3 pt-1 pb-1.5 text-11 text-faint tabular-nums"
    >
      {labels.map((at) => (
        <span key={at}>{stepTime(at, span === 'week')}</span>
      ))}
      <span>{t('now')}</span>
    </p>
  )
}

/** A second and an hour in one picture: ten times as long is one step higher; 10 ms is the ground. */
function magnitude(milliseconds: number | null): number | null {
  return milliseconds === null ? null : Math.max(0, Math.log10(milliseconds / 10))
}

function number(value: number | null): string {
  return value === null ? '–' : count(value)
}

function time(milliseconds: number | null): string {
  return milliseconds === null ? '–' : took(milliseconds)
}
