/** What one account, network or address sent, over the last hour, day or week. For inspectors. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Sender, Span, UsageOverTime as Usage } from '../../shared/contract/statistics.ts'
import { useEngine } from '../bridge/bridge-context.tsx'
import { count, counted } from '../format/quantity.ts'
import { stepTime } from '../format/step-time.ts'
import { problemText } from '../forms/server-issues.ts'
import { t } from '../text/t.ts'
import { ProblemState } from '../ui/problem-state.tsx'
import { Section } from '../ui/section.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { UsageChart } from '../ui/usage-chart.tsx'

/** Milliseconds: slow figures of a thing that somebody looks at for a minute. */
const ANEW_MS = 30_000

export function UsageOverTime({ sender }: { sender: Sender }) {
  const { api } = useEngine()
  const [span, setSpan] = useState<Span>('week')
  const usage = useQuery({
    ...api.statistics.usage.queryOptions({ input: { sender, span } }),
    placeholderData: (last: Usage | undefined) => last,
    refetchInterval: ANEW_MS,
    refetchOnMount: 'always',
  })
  const spans = [
    { value: 'hour', label: t('Hour') },
    { value: 'day', label: t('Day') },
    { value: 'week', label: t('Week') },
  ] as const
  return (
    <Section
      title={t('Usage')}
      aside={<Segmented label={t('Time shown')} value={span} onChange={setSpan} segments={spans} />}
    >
      {usage.isError && !usage.data ? (
        <ProblemState text={problemText(usage.error)} onRetry={() => void usage.refetch()} />
      ) : (
        usage.data && <Chart usage={usage.data} withDay={span === 'week'} />
      )}
    </Section>
  )
}

function Chart({ usage, withDay }: { usage: Usage; withDay: boolean }) {
  const messages = sum(usage.messages)
  const recipients = sum(usage.recipients)
  const at = (step: number) => stepTime(usage.from + step * usage.stepMs, withDay)
  const total = t('{messages} to {recipients}', {
    messages: counted(messages, 'message'),
    recipients: counted(recipients, 'recipient'),
  })
  if (messages === 0) return <p className="text-quiet">{t('Nothing was sent in this time.')}</p>
  return (
    <div className="flex flex-col gap-2">
      <p className="tabular-nums">{total}</p>
      <UsageChart
        label={total}
        values={usage.messages}
        titleOf={(step) => `${at(step)}: ${count(usage.messages[step] ?? 0)}`}
        ends={[at(0), at(Math.floor(usage.messages.length / 2)), t('now')]}
      />
    </div>
  )
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
