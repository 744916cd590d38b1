import type { ReactNode } from 'react'

export interface LinkActionProps {
  onClick: () => void
  /** Where it opens something below: is it open, and the id of what it opens. */
  expanded?: boolean
  controls?: string
  children: ReactNode
}

/** An action that reads like a link, for the quiet places: beside a heading, at the end of a sentence. */
export function LinkAction({ onClick, expanded, controls, children }: LinkActionProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      aria-expanded={expanded}
      aria-controls={controls}
      className="cursor-default text-12 text-accent underline-offset-2 hover:underline"
    >
      {children}
    </button>
  )
}
