import { useMutation } from '@tanstack/react-query'
import type { BackupView } from '../../../shared/contract/backups.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { exactTime } from '../../format/relative-time.ts'
import { problemText } from '../../forms/server-issues.ts'
import { t } from '../../text/t.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { notify } from '../../ui/toasts.tsx'

export function DeleteBackup({
  backup,
  onDone,
  onClose,
}: {
  backup: BackupView
  onDone: () => void
  onClose: () => void
}) {
  const { client } = useEngine()
  const remove = useMutation({
    mutationFn: () => client.backups.remove({ name: backup.name }),
    onError: (error) => notify({ text: problemText(error), tone: 'problem' }),
    onSettled: () => {
      onDone()
      onClose()
    },
  })
  return (
    <ConfirmDialog
      open
      title={t('Delete the backup of {when}?', { when: exactTime(backup.createdAt) })}
      action={t('Delete backup')}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      {t('It is gone for good. Copies that were saved elsewhere stay.')}
    </ConfirmDialog>
  )
}
