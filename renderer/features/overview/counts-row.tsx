import type { MessageCounts } from '../../../shared/contract/queue.ts'
import { count } from '../../format/quantity.ts'
import { hrefOf } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { classNames } from '../../ui/class-names.ts'

/** How many messages are where; each number leads to them. */
export function CountsRow({ counts }: { counts: MessageCounts }) {
  const cells = [
    {
      label: t('Waiting'),
      value: counts.queued + counts.active + counts.deferred,
      view: 'waiting',
      colour: 'text-warn',
    },
    { label: t('Held'), value: counts.held, view: 'held', colour: 'text-held' },
    { label: t('Failed'), value: counts.failed, view: 'failed', colour: 'text-bad' },
    { label: t('Delivered'), value: counts.delivered, view: 'delivered', colour: '' },
  ]
  return (
    <ul
      aria-label={t('Messages')}
      className="grid grid-cols-4 divide-x divide-line overflow-hidden rounded border border-line bg-raised"
    >
      {cells.map((cell) => (
        <li key={cell.view}>
          <a
            href={hrefOf('queue', { params: { view: cell.view } })}
            className="flex cursor-default flex-col px-3.5 py-2.5 -outline-offset-2 transition-colors hover:bg-hover"
          >
            <span
              className={classNames(
                'text-20 font-semibold tabular-nums',
                cell.value === 0 ? 'text-faint' : cell.colour,
              )}
            >
              {count(cell.value)}
            </span>
            <span className="text-quiet">{cell.label}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}
