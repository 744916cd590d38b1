import type { ReactNode } from 'react'

/** A titled part of an inspector or of the overview. */
export function Section({
  title,
  aside,
  children,
}: {
  title: string
  aside?: ReactNode
  children: ReactNode
}) {
  return (
    <section className="flex flex-col gap-2.5">
      <div className="flex min-h-5 items-center justify-between gap-2">
        <h3 className="text-12 font-medium text-quiet">{title}</h3>
        {aside}
      </div>
      {children}
    </section>
  )
}
