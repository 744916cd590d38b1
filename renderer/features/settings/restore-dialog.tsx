import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { BackupView } from '../../../shared/contract/backups.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { exactTime } from '../../format/relative-time.ts'
import { problemText } from '../../forms/server-issues.ts'
import { SwitchLine } from '../../forms/switch-line.tsx'
import { useLive } from '../../live/live-store.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { notify } from '../../ui/toasts.tsx'
import { BackupProgress } from './backup-progress.tsx'

/** Says what going back means for mail before it is done. */
export function RestoreDialog({ backup, onClose }: { backup: BackupView; onClose: () => void }) {
  const { client } = useEngine()
  const [sendAgain, setSendAgain] = useState(false)
  const waiting = useLive(({ status }) => {
    if (!status) return 0
    const { queued, active, deferred, held } = status.counts
    return queued + active + deferred + held
  })
  const restore = useMutation({
    mutationFn: () => client.backups.restore({ name: backup.name, sendAgain }),
    onSuccess: () => {
      notify({ text: t('Mailroom starts again with the backup. The window comes back by itself.') })
      onClose()
    },
  })
  const when = exactTime(backup.createdAt)
  return (
    <Dialog open title={t('Go back to {when}?', { when })} onClose={() => !restore.isPending && onClose()}>
      <div className="flex flex-col gap-4">
        <ul className="flex list-disc flex-col gap-1.5 pl-4 marker:text-faint">
          <li>
            {t(
              'Mailroom stops in order and starts again: for some seconds devices are asked to come back later.',
            )}
          </li>
          <li>{t('Settings, routes, rules and accounts become those of the backup.')}</li>
          <li>
            {waiting === 0
              ? t('No mail waits now.')
              : t(
                  '{count, plural, one {# message that waits now is taken along and loses nothing.} other {# messages that wait now are taken along and lose nothing.}}',
                  { count: waiting },
                )}
          </li>
          <li>
            {t(
              'What is there now is kept as a backup of its own, so that you can come back. The newest three of these stay.',
            )}
          </li>
          <li>{t('Passwords and keys that were sealed on another computer have to be entered again.')}</li>
        </ul>
        {backup.openMessages > 0 && (
          <SwitchLine
            label={t('Send mail of the backup again')}
            hint={t(
              '{count, plural, one {# message waited when the backup was made, and may have been delivered since. Without this it is held until you look at it.} other {# messages waited when the backup was made, and may have been delivered since. Without this they are held until you look at them.}}',
              { count: backup.openMessages },
            )}
            checked={sendAgain}
            onChange={setSendAgain}
          />
        )}
        {restore.isError && (
          <Notice tone="bad">
            <p>{problemText(restore.error)}</p>
          </Notice>
        )}
        <div role="status">{restore.isPending && <BackupProgress label={t('Checking the backup')} />}</div>
        <div className="flex justify-end gap-2">
          <Button disabled={restore.isPending} onClick={onClose}>
            {t('Cancel')}
          </Button>
          <Button look="danger" busy={restore.isPending} onClick={() => restore.mutate()}>
            {sendAgain ? t('Restore and send again') : t('Restore')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
