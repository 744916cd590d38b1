/** Short news about what was just done, with a way back where there is one. Read out to screen readers. */

import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import { t } from '../text/t.ts'
import { IconButton } from './icon-button.tsx'

const manager = Toast.createToastManager()

export interface Notice {
  readonly text: string
  readonly tone?: 'done' | 'problem'
  readonly action?: { readonly label: string; readonly run: () => void }
}

const SHOWN_MS = 4_500
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
        {/* Below the names of the panels, where no list and no button can be covered. */}
        <Toast.Viewport className="fixed bottom-9 left-2 z-50 flex w-48 flex-col gap-2 outline-none">
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
      aria-label={t('Note')}
      key={toast.id}
      toast={toast}
      swipeDirection="right"
      className="relative animate-appear rounded border-line border-l-2 bg-raised py-2 pr-2 pl-2.5 text-12 shadow-float data-[type=problem]:border-bad data-limited:hidden data-[type=done]:border-ok"
    >
      <Toast.Content className="flex flex-col items-start gap-1">
        <Toast.Description className="max-w-full pr-5 break-words" />
        <Toast.Action className="-ml-1.5 h-6 cursor-default rounded-sm px-1.5 font-medium text-accent hover:bg-hover" />
        <Toast.Close
          render={
            <IconButton label={t('Dismiss')} className="absolute top-1 right-1 size-6">
              {<X size={13} />}
            </IconButton>
          }
        />
      </Toast.Content>
    </Toast.Root>
  ))
}
