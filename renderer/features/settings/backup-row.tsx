import { Download, History, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { BackupView } from '../../../shared/contract/backups.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { bytes, counted } from '../../format/quantity.ts'
import { exactTime } from '../../format/relative-time.ts'
import { problemText } from '../../forms/server-issues.ts'
import { Time } from '../../live/time.tsx'
import { t } from '../../text/t.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { notify } from '../../ui/toasts.tsx'
import { downloadBackup } from './download-backup.ts'

const REASONS = {
  manual: () => t('by hand'),
  scheduled: () => t('by itself'),
  'before-restore': () => t('before a restore'),
}

export function BackupRow({
  backup,
  onRestore,
  onDelete,
}: {
  backup: BackupView
  onRestore: () => void
  onDelete: () => void
}) {
  const { client } = useEngine()
  const [share, setShare] = useState<number | null>(null)
  const { createdAt, size, reason, openMessages, version, problem } = backup
  const when = exactTime(createdAt)
  const save = () => {
    setShare(0)
    downloadBackup(client, backup, setShare)
      .catch((error: unknown) => notify({ text: problemText(error), tone: 'problem' }))
      .finally(() => setShare(null))
  }
  return (
    <li className="flex min-h-12 items-center gap-3 border-line/70 border-b px-4 py-1.5">
      <div className="flex min-w-0 flex-1 flex-col">
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate font-medium" title={backup.name}>
            {when}
          </span>
          <span className="shrink-0 text-12 text-quiet">
            <Time at={createdAt} />
          </span>
          {problem !== null && <Badge tone="bad">{t('Unusable')}</Badge>}
        </span>
        <span className="truncate text-12 text-quiet" title={problem ?? undefined}>
          {problem ??
            [
              REASONS[reason](),
              bytes(size),
              t('{messages} waiting in it', { messages: counted(openMessages, 'message') }),
              t('version {version}', { version }),
            ].join(' · ')}
        </span>
      </div>
      {share !== null && (
        <span role="status" className="text-12 text-quiet tabular-nums">
          {Math.round(share * 100)} %
        </span>
      )}
      {problem === null && (
        <>
          <Button
            icon={<History size={13} />}
            onClick={onRestore}
            aria-label={t('Restore {when}…', { when })}
          >
            {t('Restore…')}
          </Button>
          <IconButton label={t('Save {when} elsewhere', { when })} disabled={share !== null} onClick={save}>
            <Download size={14} />
          </IconButton>
        </>
      )}
      <IconButton label={t('Delete {when}…', { when })} onClick={onDelete}>
        <Trash2 size={14} />
      </IconButton>
    </li>
  )
}
