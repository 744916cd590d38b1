import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { openItem } from '../location/location-store.ts'
import { t } from '../text/t.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { notify } from '../ui/toasts.tsx'
import { problemText } from './server-issues.ts'

export interface RemoveItemProps {
  /** "network": the kind of thing, for the words. */
  what: string
  name: string
  remove: () => Promise<unknown>
  /** What it means, before it is done. */
  children: ReactNode
}

/** Asks, deletes, and closes the inspector. */
export function RemoveItem({ what, name, remove, children }: RemoveItemProps) {
  const [asks, setAsks] = useState(false)
  const removal = useMutation({
    mutationFn: remove,
    onSuccess: () => {
      notify({ text: t('{what} “{name}” is deleted.', { what: capital(what), name }) })
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
        title={t('Delete {what} “{name}”?', { what, name })}
        action={t('Delete {what}', { what })}
        busy={removal.isPending}
        onConfirm={() => removal.mutate()}
        onClose={() => setAsks(false)}
      >
        {children}
      </ConfirmDialog>
    </>
  )
}

function capital(word: string): string {
  return `${word.charAt(0).toLocaleUpperCase()}${word.slice(1)}`
}
