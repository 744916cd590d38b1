import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { count } from '../../format/quantity.ts'
import { goTo, openItem, useLocation } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { PanelHeader } from '../../ui/panel-header.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { AccountList } from './account-list.tsx'
import { type AccountsView, VIEWS, viewFrom } from './accounts-view.ts'
import { BlockedClients } from './blocked-clients.tsx'
import { LockList } from './lock-list.tsx'
import { NetworkList } from './network-list.tsx'

/** Who may submit mail: by signing in, or by address; and who is locked out just now. */
export function AccountsPanel() {
  const { api } = useEngine()
  const view = useLocation((state) => viewFrom(state.place.params.view))
  // Both run out by themselves, which no event says.
  const locks = useQuery({ ...api.security.locks.queryOptions(), refetchInterval: 10_000 })
  const blocks = useQuery({ ...api.security.blocks.queryOptions(), refetchInterval: 10_000 })
  const refused = (locks.data?.length ?? 0) + (blocks.data?.length ?? 0)
  const counts: Partial<Record<AccountsView, string>> = refused > 0 ? { locks: count(refused) } : {}
  return (
    <>
      <PanelHeader
        title={t('Accounts')}
        actions={
          view !== 'locks' && (
            <>
              <Button icon={<Plus size={14} />} onClick={() => openItem('new')}>
                {view === 'accounts' ? t('Add account') : t('Add network')}
              </Button>
              <LinkButton look="primary" icon={<Plus size={14} />} href="#/setup/device">
                {t('Add a device')}
              </LinkButton>
            </>
          )
        }
      />
      <div className="flex h-10 shrink-0 items-center px-3">
        <Segmented
          label={t('View')}
          value={view}
          onChange={(next) => goTo('accounts', next === 'accounts' ? {} : { params: { view: next } })}
          segments={VIEWS.map((each) => ({ ...each, label: each.label(), count: counts[each.value] }))}
        />
      </div>
      <Content view={view} />
    </>
  )
}

function Content({ view }: { view: AccountsView }) {
  switch (view) {
    case 'accounts':
      return <AccountList />
    case 'networks':
      return <NetworkList />
    case 'locks':
      return (
        <div className="flex min-h-0 flex-1 flex-col overflow-auto border-line border-t">
          <LockList />
          <BlockedClients />
        </div>
      )
  }
}
