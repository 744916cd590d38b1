import type { ReactNode } from 'react'

/** Nothing to show: one sentence, and one action where there is one. */
export function EmptyState({ icon, text, action }: { icon?: ReactNode; text: string; action?: ReactNode }) {
  return (
    <div className="flex h-full min-h-40 animate-appear flex-col items-center justify-center gap-3 p-8 text-center">
      {icon && <div className="text-faint">{icon}</div>}
      <p className="max-w-80 text-quiet text-balance">{text}</p>
      {action}
    </div>
  )
}
