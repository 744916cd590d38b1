import { classNames } from './class-names.ts'

export interface Segment<T extends string> {
  value: T
  label: string
  /** Shown after the label, quiet. */
  count?: string | undefined
}

/** A choice of views, one of which is shown. */
export function Segmented<T extends string>({
  label,
  segments,
  value,
  onChange,
}: {
  label: string
  segments: ReadonlyArray<Segment<T>>
  value: T
  onChange: (value: T) => void
}) {
  return (
    <fieldset aria-label={label} className="flex min-w-0 items-center gap-0.5">
      {segments.map((segment) => (
        <button
          key={segment.value}
          type="button"
          aria-pressed={segment.value === value}
          onClick={() => onChange(segment.value)}
          className={classNames(
            'flex h-6 cursor-default items-center gap-1.5 rounded-sm px-2 whitespace-nowrap transition-colors',
            segment.value === value
              ? 'bg-selected font-medium text-text'
              : 'text-quiet hover:bg-hover hover:text-text',
          )}
        >
          {segment.label}
          {segment.count !== undefined && (
            <span className="text-12 font-normal text-quiet">{segment.count}</span>
          )}
        </button>
      ))}
    </fieldset>
  )
}
