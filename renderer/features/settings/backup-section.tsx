import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Archive, Plus } from 'lucide-react'
import { useState } from 'react'
import type { BackupView } from '../../../shared/contract/backups.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { bytes } from '../../format/quantity.ts'
import { problemText } from '../../forms/server-issues.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import { notify } from '../../ui/toasts.tsx'
import { BackupProgress } from './backup-progress.tsx'
import { BackupRow } from './backup-row.tsx'
import { BackupScheduleForm } from './backup-schedule-form.tsx'
import { BringBackup } from './bring-backup.tsx'
import { DeleteBackup } from './delete-backup.tsx'
import { RestoreDialog } from './restore-dialog.tsx'
import { SettingsOf } from './settings-of.tsx'

type Asked = { readonly kind: 'restore' | 'delete'; readonly backup: BackupView }

/** Copies of the whole data folder: made now or by themselves, brought from elsewhere, gone back to. */
export function BackupSection() {
  const { api, client } = useEngine()
  const queries = useQueryClient()
  const [asked, setAsked] = useState<Asked | null>(null)
  const list = useQuery(api.backups.list.queryOptions({ staleTime: 0 }))
  const refresh = () => queries.invalidateQueries({ queryKey: api.backups.key() })
  const create = useMutation({
    mutationFn: () => client.backups.create(),
    onSuccess: ({ size }) => notify({ text: t('The backup is made: {size}.', { size: bytes(size) }) }),
    onError: (error) => notify({ text: problemText(error), tone: 'problem' }),
    onSettled: refresh,
  })
  if (list.isPending) return <LoadingBar />
  if (list.isError) return <ProblemState text={problemText(list.error)} onRetry={() => void list.refetch()} />
  const backUp = (
    <Button look="primary" icon={<Plus size={14} />} busy={create.isPending} onClick={() => create.mutate()}>
      {create.isPending ? t('Backing up…') : t('Back up now')}
    </Button>
  )
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-auto">
      <div className="flex max-w-2xl flex-col gap-3 px-4 pb-5">
        <div className="flex items-center gap-2">
          {backUp}
          <BringBackup onBrought={refresh} />
        </div>
        <p className="text-12 text-quiet">
          {t(
            'Configuration, accounts, waiting mail, histories and sessions, copied while mail goes on. Passwords and keys stay sealed: to move to another computer, export the configuration with its secrets as well.',
          )}
        </p>
        <div role="status">{create.isPending && <BackupProgress label={t('Backing up')} />}</div>
      </div>
      {list.data.length === 0 ? (
        <EmptyState
          icon={<Archive size={22} strokeWidth={1.5} />}
          text={t('No backup yet. Make one before you change much, and let Mailroom make them by itself.')}
        />
      ) : (
        <ul aria-label={t('Backups')} className="border-line border-t">
          {list.data.map((backup) => (
            <BackupRow
              key={backup.name}
              backup={backup}
              onRestore={() => setAsked({ kind: 'restore', backup })}
              onDelete={() => setAsked({ kind: 'delete', backup })}
            />
          ))}
        </ul>
      )}
      <div className="flex shrink-0 flex-col pt-6">
        <h2 className="px-4 pb-2 text-12 font-medium text-quiet">{t('Backups by themselves')}</h2>
        <SettingsOf form={BackupScheduleForm} />
      </div>
      {asked?.kind === 'restore' && <RestoreDialog backup={asked.backup} onClose={() => setAsked(null)} />}
      {asked?.kind === 'delete' && (
        <DeleteBackup backup={asked.backup} onDone={refresh} onClose={() => setAsked(null)} />
      )}
    </div>
  )
}
