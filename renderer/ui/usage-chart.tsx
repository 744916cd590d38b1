import { classNames } from './class-names.ts'

export interface UsageChartProps {
  /** What the picture shows, in a sentence with its figures. */
  label: string
  values: readonly number[]
  /** What stands in the tooltip of a step: "Monday 14:00: 12 messages". */
  titleOf: (index: number) => string
  /** Texts below the first, the middle and the last step. */
  ends: readonly [string, string, string]
  height?: number
}

/** How much, step by step, as slim bars: for one account, device or network. */
export function UsageChart({ label, values, titleOf, ends, height = 56 }: UsageChartProps) {
  const most = Math.max(1, ...values)
  return (
    <figure className="flex flex-col gap-1">
      <div
        role="img"
        aria-label={label}
        style={{ height }}
        className="flex items-end gap-px border-line border-b"
      >
        {values.map((value, index) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place.
            key={index}
            title={titleOf(index)}
            className="group flex h-full min-w-0 flex-1 items-end hover:bg-hover"
          >
            <div
              className={classNames(
                'w-full rounded-t-[1px]',
                value > 0 && 'bg-accent/70 group-hover:bg-accent',
              )}
              style={{ height: value === 0 ? 0 : `${Math.max(4, (value / most) * 100)}%` }}
            />
          </div>
        ))}
      </div>
      <figcaption aria-hidden="true" className="flex justify-between text-11 text-faint tabular-nums">
        {ends.map((end) => (
          <span key={end}>{end}</span>
        ))}
      </figcaption>
    </figure>
  )
}
