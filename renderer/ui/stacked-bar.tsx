import { classNames } from './class-names.ts'

export interface Part {
  key: string
  label: string
  figure: string
  value: number
  tone: 'ok' | 'warn' | 'bad' | 'held' | 'accent'
  href?: string
}

const FILLS = { ok: 'bg-ok', warn: 'bg-warn', bad: 'bg-bad', held: 'bg-held', accent: 'bg-accent' }

/** Parts of a whole as one slim bar, with their numbers below it. */
export function StackedBar({ label, parts }: { label: string; parts: readonly Part[] }) {
  const total = parts.reduce((sum, { value }) => sum + value, 0)
  return (
    <div className="flex flex-col gap-2">
      <div aria-hidden="true" className="flex h-1.5 gap-0.5 overflow-hidden rounded-full bg-hover">
        {parts
          .filter(({ value }) => value > 0)
          .map(({ key, value, tone }) => (
            <div
              key={key}
              className={FILLS[tone]}
              style={{ width: `${(value / total) * 100}%`, minWidth: 3 }}
            />
          ))}
      </div>
      <ul aria-label={label} className="flex flex-wrap gap-x-5 gap-y-1">
        {parts.map(({ key, href, ...part }) => (
          <li key={key}>
            {href === undefined ? (
              <span className={PART}>
                <Inner {...part} />
              </span>
            ) : (
              <a href={href} className={`${PART} cursor-default hover:underline`}>
                <Inner {...part} />
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

const PART = 'flex items-center gap-1.5 rounded-sm text-12 tabular-nums underline-offset-2'

function Inner({ label, figure, tone, value }: Pick<Part, 'label' | 'figure' | 'tone' | 'value'>) {
  return (
    <>
      <span aria-hidden="true" className={classNames('size-2 rounded-[2px]', FILLS[tone])} />
      <span className={value === 0 ? 'text-faint' : 'font-medium'}>{figure}</span>
      <span className="text-quiet">{label}</span>
    </>
  )
}
