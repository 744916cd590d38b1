import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { AccountListing } from '../../../shared/contract/accounts.ts'
import { quoteValue } from '../../../shared/filter/format-filter.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { hrefOf, openItem } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Inspector } from '../../ui/inspector.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { notify } from '../../ui/toasts.tsx'
import { AccountEditor } from './account-editor.tsx'

export interface AccountInspectorProps {
  account: AccountListing | null
  onPassword: (username: string, password: string) => void
}

export function AccountInspector({ account, onPassword }: AccountInspectorProps) {
  return (
    <Inspector
      kind={t('Account')}
      title={account ? <span className="break-all">{account.username}</span> : t('New account')}
      onClose={() => openItem(null)}
      actions={account && <Actions account={account} onPassword={onPassword} />}
    >
      <AccountEditor account={account} onPassword={onPassword} />
    </Inspector>
  )
}

type Question = 'none' | 'reset' | 'delete'

function Actions({
  account,
  onPassword,
}: {
  account: AccountListing
  onPassword: AccountInspectorProps['onPassword']
}) {
  const { client } = useEngine()
  const [asks, setAsks] = useState<Question>('none')
  const { username } = account
  const after = {
    onError: (error: unknown) => notify({ text: problemText(error), tone: 'problem' as const }),
    onSettled: () => setAsks('none'),
  }
  const reset = useMutation({
    mutationFn: () => client.accounts.resetPassword({ username }),
    onSuccess: ({ password }) => onPassword(username, password),
    ...after,
  })
  const remove = useMutation({
    mutationFn: () => client.accounts.remove({ username }),
    onSuccess: () => {
      notify({ text: t('Account “{name}” is deleted.', { name: username }) })
      openItem(null)
    },
    ...after,
  })
  return (
    <>
      <Button onClick={() => setAsks('reset')}>{t('Reset password…')}</Button>
      <LinkButton href={hrefOf('setup', { item: 'device', params: { account: username } })}>
        {t('Device sheet')}
      </LinkButton>
      <LinkButton href={hrefOf('queue', { params: { filter: `account:${quoteValue(username)}` } })}>
        {t('Its messages')}
      </LinkButton>
      <Button look="removal" onClick={() => setAsks('delete')}>
        {t('Delete…')}
      </Button>
      <ConfirmDialog
        open={asks === 'reset'}
        title={t('Reset the password of “{name}”?', { name: username })}
        action={t('Reset password')}
        busy={reset.isPending}
        onConfirm={() => reset.mutate()}
        onClose={() => setAsks('none')}
      >
        {t('The password it has now stops working at once. The new one is shown to you.')}
      </ConfirmDialog>
      <ConfirmDialog
        open={asks === 'delete'}
        title={t('Delete account “{name}”?', { name: username })}
        action={t('Delete account')}
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
        onClose={() => setAsks('none')}
      >
        {t('It can no longer sign in. Mail that it handed in stays in the queue.')}
      </ConfirmDialog>
    </>
  )
}
