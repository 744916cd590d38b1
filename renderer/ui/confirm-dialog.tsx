import { AlertDialog } from '@base-ui/react/alert-dialog'
import type { ReactNode } from 'react'
import { t } from '../text/t.ts'
import { Button } from './button.tsx'

export interface ConfirmDialogProps {
  open: boolean
  title: string
  /** What will happen, and what cannot be taken back. */
  children: ReactNode
  /** Says what it does, with the number: "Delete 3 messages". */
  action: string
  busy?: boolean
  onConfirm: () => void
  onClose: () => void
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog({
  open,
  title,
  children,
  action,
  busy = false,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <AlertDialog.Popup
          data-takes-escape
          className="fixed top-[30%] left-1/2 z-40 w-104 max-w-[calc(100vw-3rem)] -translate-x-1/2 -translate-y-1/2 animate-appear rounded bg-raised p-5 shadow-float"
        >
          <AlertDialog.Title className="text-15 font-semibold">{title}</AlertDialog.Title>
          <AlertDialog.Description render={<div />} className="mt-2 text-quiet">
            {children}
          </AlertDialog.Description>
          <div className="mt-5 flex justify-end gap-2">
            <Button onClick={onClose}>{t('Cancel')}</Button>
            <Button look="danger" busy={busy} onClick={onConfirm}>
              {action}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
