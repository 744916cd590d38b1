import type { ReactNode } from 'react'

/** The top line of a panel: its name, what belongs to it, and its main action at the right. */
export function PanelHeader({
  title,
  children,
  actions,
}: {
  title: string
  children?: ReactNode
  actions?: ReactNode
}) {
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-line border-b px-4">
      <h1 className="shrink-0 text-15 font-semibold">{title}</h1>
      <div className="flex min-w-0 flex-1 items-center justify-end gap-2">{children}</div>
      {actions}
    </header>
  )
}
