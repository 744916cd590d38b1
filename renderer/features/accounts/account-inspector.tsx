import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { AccountListing } from '../../../shared/contract/accounts.ts'
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
      title={account ? <span className="break-all">{account.username}</span> : 'New account'}
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
      notify({ text: `Account “${username}” is deleted.` })
      openItem(null)
    },
    ...after,
  })
  return (
    <>
      <Button onClick={() => setAsks('reset')}>Reset password…</Button>
      <LinkButton href={hrefOf('queue', { params: { q: `account:${username}` } })}>Its messages</LinkButton>
      <Button look="removal" onClick={() => setAsks('delete')}>
        Delete…
      </Button>
      <ConfirmDialog
        open={asks === 'reset'}
        title={`Reset the password of “${username}”?`}
        action={t('Reset password')}
        busy={reset.isPending}
        onConfirm={() => reset.mutate()}
        onClose={() => setAsks('none')}
      >
        The password it has now stops working at once. The new one is shown to you.
      </ConfirmDialog>
      <ConfirmDialog
        open={asks === 'delete'}
        title={`Delete account “${username}”?`}
        action={t('Delete account')}
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
        onClose={() => setAsks('none')}
      >
        It can no longer sign in. Mail that it handed in stays in the queue.
      </ConfirmDialog>
    </>
  )
}
