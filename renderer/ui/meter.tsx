import { classNames } from './class-names.ts'

/** How much of a limit is used. Amber from nine tenths on, and the words say so as well. */
export function Meter({
  label,
  text,
  used,
  limit,
}: {
  label: string
  /** "12 of 30 messages in a minute". */
  text: string
  used: number
  limit: number
}) {
  const share = limit <= 0 ? 1 : Math.min(1, used / limit)
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-baseline justify-between gap-3 text-12">
        <span className="text-quiet">{label}</span>
        <span className="tabular-nums">{text}</span>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a meter element cannot be styled alike in all browsers. */}
      <div
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={limit}
        aria-valuenow={Math.min(used, limit)}
        aria-valuetext={text}
        className="h-1 overflow-hidden rounded-full bg-hover"
      >
        <div
          style={{ width: `${share * 100}%` }}
          className={classNames('h-full rounded-full', share >= 0.9 ? 'bg-warn' : 'bg-accent')}
        />
      </div>
    </div>
  )
}
