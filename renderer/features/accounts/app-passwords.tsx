import { useMutation } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { AccountListing, AppPasswordView } from '../../../shared/contract/accounts.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { CONTROL } from '../../forms/field-frame.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { Time } from '../../live/time.tsx'
import { rich, t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { FormGroup } from '../../ui/form-group.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { notify } from '../../ui/toasts.tsx'

/** Passwords for single devices: each can be taken back without touching the others. Kept at once, not with Save. */
export function AppPasswords({
  account,
  onPassword,
}: {
  account: AccountListing
  onPassword: (username: string, password: string) => void
}) {
  const { client } = useEngine()
  const { username } = account
  const [name, setName] = useState('')
  const [revoking, setRevoking] = useState<AppPasswordView | null>(null)
  const onError = (error: unknown) => notify({ text: problemText(error), tone: 'problem' as const })
  const create = useMutation({
    mutationFn: () => client.accounts.createAppPassword({ username, name: name.trim() }),
    onSuccess: ({ password }) => {
      setName('')
      onPassword(username, password)
    },
    onError,
  })
  const revoke = useMutation({
    mutationFn: (id: string) => client.accounts.revokeAppPassword({ username, id }),
    onSuccess: () => notify({ text: t('The app password is revoked.') }),
    onError,
    onSettled: () => setRevoking(null),
  })
  const make = () => {
    if (name.trim() !== '' && !create.isPending) create.mutate()
  }
  return (
    <FormGroup
      title={t('App passwords')}
      hint={t(
        'One for each device or program, besides the account’s own password. A lost one is revoked alone.',
      )}
    >
      {account.appPasswords.length > 0 && (
        <ul className="flex flex-col rounded border border-line">
          {account.appPasswords.map((each) => (
            <li
              key={each.id}
              className="flex min-h-8 items-center gap-3 border-line border-b py-1 pr-1 pl-2.5 last:border-b-0"
            >
              <span className="min-w-0 flex-1 truncate font-medium" title={each.name}>
                {each.name}
              </span>
              <span className="shrink-0 text-12 text-quiet">
                {each.lastUsedAt === null
                  ? t('Never used')
                  : rich('Used {time}', { time: <Time key="used" at={each.lastUsedAt} /> })}
              </span>
              <IconButton label={t('Revoke {name}', { name: each.name })} onClick={() => setRevoking(each)}>
                <Trash2 size={13} />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <div className="flex items-center gap-2">
        <input
          aria-label={t('Name of a new app password')}
          value={name}
          maxLength={64}
          placeholder={t('Copier, ground floor')}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            make()
          }}
          className={CONTROL}
        />
        <Button busy={create.isPending} disabled={name.trim() === ''} onClick={make}>
          {t('Make password')}
        </Button>
      </div>
      <ConfirmDialog
        open={revoking !== null}
        title={t('Revoke “{name}”?', { name: revoking?.name ?? '' })}
        action={t('Revoke')}
        busy={revoke.isPending}
        onConfirm={() => revoking && revoke.mutate(revoking.id)}
        onClose={() => setRevoking(null)}
      >
        {t('The device that uses it can no longer sign in. The account’s other passwords go on.')}
      </ConfirmDialog>
    </FormGroup>
  )
}
