import { classNames } from '../../ui/class-names.ts'

export interface ChartKey {
  /** Class of its colour. */
  readonly role: string
  readonly figure: string
  readonly label: string
  /** The list behind it. */
  readonly href: string
}

/** What a chart shows, and its figures: of the whole time, or of the moment under the pointer. */
export function ChartHead({
  title,
  when,
  keys,
  divided = false,
}: {
  title: string
  when: string | null
  keys: readonly ChartKey[]
  divided?: boolean
}) {
  return (
    <div
      className={classNames(
        'flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-3 pt-2 text-12',
        divided && 'border-line border-t',
      )}
    >
      <span className="text-quiet">{title}</span>
      {when !== null && <span className="text-faint tabular-nums">{when}</span>}
      <span className="ml-auto flex flex-wrap gap-x-4 tabular-nums">
        {keys.map(({ role, figure, label, href }) => (
          <a
            key={label}
            href={href}
            className="flex items-center gap-1.5 rounded-sm underline-offset-2 hover:underline"
          >
            <span aria-hidden="true" className={classNames('size-2 rounded-[2px]', role)} />
            <span className="font-medium">{figure}</span> <span className="text-quiet">{label}</span>
          </a>
        ))}
      </span>
    </div>
  )
}
