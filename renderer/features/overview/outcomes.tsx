import type { Flow } from '../../../shared/contract/statistics.ts'
import { count } from '../../format/quantity.ts'
import { t } from '../../text/t.ts'
import { StackedBar } from '../../ui/stacked-bar.tsx'
import { queueLink } from './queue-link.ts'

/** How attempts ended. */
export function Outcomes({ totals, newer }: { totals: Flow['totals']; newer: string }) {
  const { delivered, deferred, failed } = totals
  return (
    <div className="min-w-64 flex-1">
      <StackedBar
        label={t('Outcomes of attempts')}
        parts={[
          {
            key: 'delivered',
            label: t('delivered'),
            figure: count(delivered),
            value: delivered,
            tone: 'ok',
            href: queueLink(`state:delivered ${newer}`),
          },
          {
            key: 'deferred',
            label: t('put off'),
            figure: count(deferred),
            value: deferred,
            tone: 'warn',
            href: queueLink('state:deferred'),
          },
          {
            key: 'failed',
            label: t('failed'),
            figure: count(failed),
            value: failed,
            tone: 'bad',
            href: queueLink(`state:failed ${newer}`),
          },
        ]}
      />
    </div>
  )
}
