import { useQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import type { AccountView } from '../../../shared/contract/accounts.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { Time } from '../../live/time.tsx'
import { openItem, useLocation } from '../../location/location-store.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ListRow } from '../../ui/list-row.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { PanelHeader } from '../../ui/panel-header.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import { SplitView } from '../../ui/split-view.tsx'
import { AccountInspector } from './account-inspector.tsx'
import { PasswordDialog, type ShownPassword } from './password-dialog.tsx'

/** Who may submit mail by signing in. */
export function AccountsPanel() {
  const { api } = useEngine()
  const item = useLocation((state) => state.place.item)
  const accounts = useQuery(api.accounts.list.queryOptions())
  const [shown, setShown] = useState<ShownPassword | null>(null)
  const account = accounts.data?.find((candidate) => candidate.username === item) ?? null
  const add = (
    <Button look="primary" icon={<Plus size={14} />} onClick={() => openItem('new')}>
      Add account
    </Button>
  )
  const list = (
    <>
      <PanelHeader title="Accounts" actions={add} />
      {accounts.isPending ? (
        <LoadingBar />
      ) : accounts.isError ? (
        <ProblemState text={problemText(accounts.error)} onRetry={() => void accounts.refetch()} />
      ) : accounts.data.length === 0 ? (
        <EmptyState
          icon={<KeyRound size={22} strokeWidth={1.5} />}
          text="No account yet. A device or program that signs in needs one; trusted networks do not."
          action={item === 'new' ? null : add}
        />
      ) : (
        <div className="min-h-0 flex-1 overflow-auto">
          {accounts.data.map((each) => (
            <AccountRow key={each.username} account={each} open={each.username === item} />
          ))}
        </div>
      )}
      <PasswordDialog shown={shown} onClose={() => setShown(null)} />
    </>
  )
  const shows = account !== null || item === 'new'
  return (
    <SplitView
      label="Account"
      list={list}
      inspector={
        shows && (
          <AccountInspector
            key={item}
            account={account}
            onPassword={(username, password) => setShown({ username, password })}
          />
        )
      }
    />
  )
}

function AccountRow({ account, open }: { account: AccountView; open: boolean }) {
  return (
    <ListRow
      kind="Account"
      open={open}
      dimmed={account.disabled}
      onOpen={() => openItem(open ? null : account.username)}
    >
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="truncate font-medium">{account.username}</span>
        <span className="truncate text-12 text-quiet">{sendersText(account.allowedSenders)}</span>
      </span>
      <span className="flex shrink-0 flex-col items-end text-12 text-quiet">
        {account.disabled ? (
          <span>Disabled</span>
        ) : account.lastUsedAt === null ? (
          <span>Never used</span>
        ) : (
          <span>
            Used <Time at={account.lastUsedAt} />
          </span>
        )}
        {account.cramMd5 && <span>CRAM-MD5</span>}
      </span>
    </ListRow>
  )
}

function sendersText(senders: readonly string[]): string {
  if (senders.includes('*')) return 'May send as any address'
  return senders.length === 0 ? 'May send nothing: no allowed sender' : `May send as ${senders.join(', ')}`
}
