import type { ReactNode } from 'react'

/** An action that reads like a link, for the quiet places: beside a heading, at the end of a sentence. */
export function LinkAction({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="cursor-default text-12 text-accent underline-offset-2 hover:underline"
    >
      {children}
    </button>
  )
}
