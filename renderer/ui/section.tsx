import type { ReactNode } from 'react'

export interface SectionProps {
  title: string
  aside?: ReactNode
  /** Under the panel's own heading instead of an inspector's. */
  top?: boolean
  children: ReactNode
}

/** A titled part of an inspector or of a panel. */
export function Section({ title, aside, top = false, children }: SectionProps) {
  const Heading = top ? 'h2' : 'h3'
  return (
    <section className="flex flex-col gap-2.5">
      <div className="flex min-h-5 items-center justify-between gap-2">
        <Heading className="text-12 font-medium text-quiet">{title}</Heading>
        {aside}
      </div>
      {children}
    </section>
  )
}
