import { useQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import type { AccountListing } from '../../../shared/contract/accounts.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { Time } from '../../live/time.tsx'
import { openItem, useLocation } from '../../location/location-store.ts'
import { rich, t } from '../../text/t.ts'
import { Badge } from '../../ui/badge.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { ListRow } from '../../ui/list-row.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import { SplitView } from '../../ui/split-view.tsx'
import { AccountInspector } from './account-inspector.tsx'
import { sendersText, usageText } from './account-words.ts'
import { PasswordDialog, type ShownPassword } from './password-dialog.tsx'

export function AccountList() {
  const { api } = useEngine()
  const item = useLocation((state) => state.place.item)
  // Uses and counts change with every message: no event says each of them.
  const accounts = useQuery({ ...api.accounts.list.queryOptions(), refetchInterval: 5_000 })
  const [shown, setShown] = useState<ShownPassword | null>(null)
  const account = accounts.data?.find((candidate) => candidate.username === item) ?? null
  const list = (
    <>
      {accounts.isPending ? (
        <LoadingBar />
      ) : accounts.isError ? (
        <ProblemState text={problemText(accounts.error)} onRetry={() => void accounts.refetch()} />
      ) : accounts.data.length === 0 ? (
        <EmptyState
          icon={<KeyRound size={22} strokeWidth={1.5} />}
          text={t(
            'No account yet. Add a device or program: it gets an account where it signs in, and the values for its panel.',
          )}
          action={
            item !== 'new' && (
              <LinkButton look="primary" icon={<Plus size={14} />} href="#/setup/device">
                {t('Add a device')}
              </LinkButton>
            )
          }
        />
      ) : (
        <div className="min-h-0 flex-1 overflow-auto border-line border-t">
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
      label={t('Account')}
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

function AccountRow({ account, open }: { account: AccountListing; open: boolean }) {
  const expired = account.expiresAt !== undefined && Date.parse(account.expiresAt) <= Date.now()
  return (
    <ListRow
      kind={t('Account')}
      open={open}
      dimmed={account.disabled}
      onOpen={() => openItem(open ? null : account.username)}
    >
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate font-medium">{account.username}</span>
          {expired && !account.disabled && <Badge tone="bad">{t('Expired')}</Badge>}
          {account.limitReached !== null && (
            <Badge tone="warn" title={account.limitReached}>
              {t('At its limit')}
            </Badge>
          )}
        </span>
        <span className="truncate text-12 text-quiet">{sendersText(account.allowedSenders)}</span>
      </span>
      <span className="flex shrink-0 flex-col items-end text-12 text-quiet">
        {account.disabled ? (
          <span>{t('Disabled')}</span>
        ) : account.lastUsedAt === null ? (
          <span>{t('Never used')}</span>
        ) : (
          <span>{rich('Used {time}', { time: <Time key="used" at={account.lastUsedAt} /> })}</span>
        )}
        <span>{usageText(account)}</span>
      </span>
    </ListRow>
  )
}
