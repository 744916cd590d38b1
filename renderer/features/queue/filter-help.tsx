import { CircleHelp } from 'lucide-react'
import { t } from '../../text/t.ts'
import { Popover } from '../../ui/popover.tsx'

const EXAMPLES: ReadonlyArray<{ readonly filter: string; readonly means: () => string }> = [
  { filter: 'invoice', means: () => t('the word in sender, recipients, subject or id') },
  { filter: 'state:deferred,held', means: () => t('any of these states') },
  { filter: 'domain:gmail.com', means: () => t('a recipient there') },
  { filter: 'sender:*@shop.example', means: () => t('* stands for anything') },
  { filter: '-sender:scanner@*', means: () => t('a minus leaves out') },
  { filter: 'age:>2h', means: () => t('older than two hours; s, m, h, d, w') },
  { filter: 'received:>=2026-11-01', means: () => t('on that day or later; also today, yesterday') },
  { filter: 'reply:4.7.*', means: () => t('last reply by code or words') },
  { filter: 'size:>5MiB attempts:>=3', means: () => t('both must match') },
  { filter: 'client:192.168.1.0/24', means: () => t('came from that network') },
  { filter: 'hold:rule', means: () => t('held by a relay rule') },
  { filter: 'subject:"invoice *"', means: () => t('quotes keep words together') },
]

/** The filter language on one page; a click takes an example over. */
export function FilterHelp({ onChoose }: { onChoose: (filter: string) => void }) {
  return (
    <Popover
      label={t('How to filter')}
      trigger={
        <button
          type="button"
          aria-label={t('How to filter')}
          className="inline-flex size-5 cursor-default items-center justify-center rounded-sm text-quiet hover:bg-hover hover:text-text"
        >
          <CircleHelp size={13} />
        </button>
      }
    >
      <h2 className="mb-2 font-semibold">{t('How to filter')}</h2>
      <ul className="flex flex-col">
        {EXAMPLES.map(({ filter, means }) => (
          <li key={filter}>
            <button
              type="button"
              onClick={() => onChoose(filter)}
              className="-mx-1.5 flex w-[calc(100%+0.75rem)] cursor-default items-baseline gap-4 rounded-sm px-1.5 py-0.5 text-left hover:bg-hover"
            >
              <span className="w-40 shrink-0 font-mono text-12">{filter}</span>
              <span className="text-12 text-quiet">{means()}</span>
            </button>
          </li>
        ))}
      </ul>
    </Popover>
  )
}
