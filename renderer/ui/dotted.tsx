import { Children, Fragment, type ReactNode } from 'react'

/** Short facts on one line, with dots between those that are there. Breaks after a dot, never before one. */
export function Dotted({ children }: { children: ReactNode }) {
  const parts = Children.toArray(children)
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts are placed by hand and never change places.
    <Fragment key={index}>
      {part}
      {index < parts.length - 1 && <span className="text-faint"> · </span>}
    </Fragment>
  ))
}
