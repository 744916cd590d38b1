import type { Flow } from '../../../shared/contract/statistics.ts'
import { count } from '../../format/quantity.ts'
import { stepTime } from '../../format/step-time.ts'
import { took } from '../../format/took.ts'
import { t } from '../../text/t.ts'

/** The charts as figures, newest first. */
export function FlowTable({ flow, withDay }: { flow: Flow; withDay: boolean }) {
  const steps = flow.accepted.map((_, index) => flow.accepted.length - 1 - index)
  const number = (value: number | null | undefined) => (value == null ? '–' : count(value))
  const time = (value: number | null | undefined) => (value == null ? '–' : took(value))
  const heads = [
    t('Time'),
    t('Accepted'),
    t('Delivered'),
    t('Deferred'),
    t('Failed'),
    t('Waiting'),
    t('Half within'),
    t('95 % within'),
  ]
  return (
    <section
      aria-label={t('Figures over time')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
      tabIndex={0}
      className="max-h-72 overflow-auto rounded border border-line bg-raised"
    >
      <table className="w-full text-12 tabular-nums">
        <thead className="sticky top-0 bg-raised text-quiet">
          <tr>
            {heads.map((head, column) => (
              <th
                key={head}
                scope="col"
                className={`border-line border-b px-3 py-1.5 font-normal whitespace-nowrap ${column === 0 ? 'text-left' : 'text-right'}`}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <tr key={step} className="[&>td]:px-3 [&>td]:py-1 [&>td]:text-right">
              <th scope="row" className="px-3 py-1 text-left font-normal whitespace-nowrap">
                {stepTime(flow.from + step * flow.stepMs, withDay)}
              </th>
              <td>{number(flow.accepted[step])}</td>
              <td>{number(flow.delivered[step])}</td>
              <td>{number(flow.deferred[step])}</td>
              <td>{number(flow.failed[step])}</td>
              <td>{number(flow.depth[step])}</td>
              <td>{time(flow.p50[step])}</td>
              <td>{time(flow.p95[step])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
