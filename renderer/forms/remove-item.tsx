import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { openItem } from '../location/location-store.ts'
import { t } from '../text/t.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { notify } from '../ui/toasts.tsx'
import { problemText } from './server-issues.ts'

export interface RemoveItemProps {
  /** "Delete network “Copiers”?" */
  question: string
  /** "Delete network" */
  action: string
  /** Said afterwards: "Network “Copiers” is deleted." */
  done: string
  remove: () => Promise<unknown>
  /** What it means, before it is done. */
  children: ReactNode
}

/** Asks, deletes, and closes the inspector. */
export function RemoveItem({ question, action, done, remove, children }: RemoveItemProps) {
  const [asks, setAsks] = useState(false)
  const removal = useMutation({
    mutationFn: remove,
    onSuccess: () => {
      notify({ text: done })
      openItem(null)
    },
    onError: (error) => notify({ text: problemText(error), tone: 'problem' }),
    onSettled: () => setAsks(false),
  })
  return (
    <>
      <Button look="removal" onClick={() => setAsks(true)}>
        {t('Delete…')}
      </Button>
      <ConfirmDialog
        open={asks}
        title={question}
        action={action}
        busy={removal.isPending}
        onConfirm={() => removal.mutate()}
        onClose={() => setAsks(false)}
      >
        {children}
      </ConfirmDialog>
    </>
  )
}
