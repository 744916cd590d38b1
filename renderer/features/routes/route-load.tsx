import type { RouteStatus } from '../../../shared/contract/system.ts'
import { quoteValue } from '../../../shared/filter/format-filter.ts'
import { counted } from '../../format/quantity.ts'
import { Time } from '../../live/time.tsx'
import { hrefOf } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { Facts } from '../../ui/facts.tsx'
import { Meter } from '../../ui/meter.tsx'
import { Section } from '../../ui/section.tsx'

/** What stands behind a route, when it worked last, and how much of its limits is used. */
export function RouteLoad({ status }: { status: RouteStatus }) {
  return (
    <Section title={t('Now')}>
      <Facts
        facts={[
          { label: t('Queue'), value: <Behind status={status} /> },
          {
            label: t('Last success'),
            value: status.lastSuccessAt === null ? t('none yet') : <Time at={status.lastSuccessAt} />,
          },
        ]}
      />
      {status.pacing.map(({ text, used, limit }) => (
        <Meter key={text.replace(/\d/g, '')} label={t('Pace')} text={text} used={used} limit={limit} />
      ))}
    </Section>
  )
}

function Behind({ status: { name, waiting } }: { status: RouteStatus }) {
  if (waiting === 0) return <span className="text-quiet">{t('Nothing waits for it.')}</span>
  const filter = `state:waiting route:${quoteValue(name)}`
  return (
    <a href={hrefOf('queue', { params: { filter } })} className="text-accent hover:underline">
      {counted(waiting, 'message waits', 'messages wait')}
    </a>
  )
}
