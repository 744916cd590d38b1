import type { ReactNode } from 'react'

export interface Bar {
  key: string
  label: ReactNode
  /** Shown at the right, formatted. */
  figure: string
  /** 0 to 1 of the widest. */
  share: number
  /** Where the figure comes from; absent where no list says it. */
  href?: string | undefined
}

/** Who has how much: a bar behind each name, longest first as they come. */
export function BarList({ label, bars }: { label: string; bars: readonly Bar[] }) {
  return (
    <ul aria-label={label} className="flex flex-col gap-0.5">
      {bars.map(({ key, href, ...bar }) => (
        <li key={key}>
          {href === undefined ? (
            <div className={ROW}>
              <Inner {...bar} />
            </div>
          ) : (
            <a href={href} className={`${ROW} cursor-default transition-colors hover:bg-hover`}>
              <Inner {...bar} />
            </a>
          )}
        </li>
      ))}
    </ul>
  )
}

const ROW = 'relative flex h-8 items-center gap-3 overflow-hidden rounded px-2'

function Inner({ label, figure, share }: Pick<Bar, 'label' | 'figure' | 'share'>) {
  return (
    <>
      <span
        aria-hidden="true"
        className="absolute inset-y-1 left-0 rounded-sm bg-accent/12"
        style={{ width: `${Math.max(1.5, share * 100)}%` }}
      />
      <span className="relative min-w-0 flex-1 truncate">{label}</span>
      <span className="relative text-quiet tabular-nums">{figure}</span>
    </>
  )
}
