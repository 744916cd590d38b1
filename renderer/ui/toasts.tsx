/** Short news about what was just done, with a way back where there is one. Read out to screen readers. */
import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import { IconButton } from './icon-button.tsx'

const manager = Toast.createToastManager()

export interface Notice {
  readonly text: string
  readonly tone?: 'done' | 'problem'
  readonly action?: { readonly label: string; readonly run: () => void }
}

const SHOWN_MS = 6_000
const SHOWN_WITH_ACTION_MS = 10_000

export function notify({ text, tone = 'done', action }: Notice): void {
  const id = manager.add({
    description: text,
    type: tone,
    timeout: action || tone === 'problem' ? SHOWN_WITH_ACTION_MS : SHOWN_MS,
    priority: tone === 'problem' ? 'high' : 'low',
    ...(action && {
      actionProps: {
        children: action.label,
        onClick: () => {
          manager.close(id)
          action.run()
        },
      },
    }),
  })
}

export function Toasts() {
  return (
    <Toast.Provider toastManager={manager} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className="fixed bottom-22 left-56 z-50 flex w-88 max-w-[calc(100vw-2rem)] flex-col gap-2">
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function List() {
  const { toasts } = Toast.useToastManager()
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      swipeDirection="right"
      className="flex animate-appear items-center gap-2 rounded border-line border-l-2 bg-raised py-1.5 pr-1.5 pl-3 shadow-float data-[type=problem]:border-bad data-limited:hidden data-[type=done]:border-ok"
    >
      <Toast.Content className="flex min-w-0 flex-1 items-center gap-2">
        <Toast.Description className="min-w-0 flex-1 py-1 break-words" />
        <Toast.Action className="h-7 shrink-0 cursor-default rounded px-2 font-medium text-accent hover:bg-hover" />
        <Toast.Close render={<IconButton label="Dismiss">{<X size={14} />}</IconButton>} />
      </Toast.Content>
    </Toast.Root>
  ))
}
