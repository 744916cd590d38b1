import { useMutation, useQuery } from '@tanstack/react-query'
import { Network, Plus } from 'lucide-react'
import type { ClientNetwork } from '../../../shared/domain/client-network.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { toleranceLabel } from '../../forms/tolerance-words.ts'
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
import { Switch } from '../../ui/switch.tsx'
import { notify } from '../../ui/toasts.tsx'
import { networkText } from './account-words.ts'
import { NetworkInspector } from './network-inspector.tsx'

/** Clients that are known by their address: the copier that cannot sign in. */
export function NetworkList() {
  const { api } = useEngine()
  const item = useLocation((state) => state.place.item)
  const activity = useQuery({ ...api.setup.networkActivity.queryOptions(), refetchInterval: 15_000 })
  const networks = useQuery(api.networks.list.queryOptions())
  if (networks.isPending) return <LoadingBar />
  if (networks.isError)
    return <ProblemState text={problemText(networks.error)} onRetry={() => void networks.refetch()} />
  const network = networks.data.find(({ name }) => name === item) ?? null
  const seen = (name: string) => activity.data?.find((each) => each.name === name)?.lastSeenAt ?? null
  const list =
    networks.data.length === 0 ? (
      <EmptyState
        icon={<Network size={22} strokeWidth={1.5} />}
        text={t(
          'No named network yet. A device that cannot sign in is named by its address: add it, and get the values for its panel.',
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
        {networks.data.map((each) => (
          <NetworkRow key={each.name} network={each} seenAt={seen(each.name)} open={each.name === item} />
        ))}
      </div>
    )
  return (
    <SplitView
      label={t('Network')}
      list={list}
      inspector={(network || item === 'new') && <NetworkInspector key={item} network={network} />}
    />
  )
}

function NetworkRow({
  network,
  open,
  seenAt,
}: {
  network: ClientNetwork
  open: boolean
  seenAt: number | null
}) {
  const { client } = useEngine()
  const { name, enabled, tolerate } = network
  const update = useMutation({
    mutationFn: (change: Partial<ClientNetwork>) =>
      client.networks.update({ name, item: { ...network, ...change } }),
    onError: (error) => notify({ text: problemText(error), tone: 'problem' }),
  })
  return (
    <ListRow
      kind={t('Network')}
      open={open}
      dimmed={!enabled}
      onOpen={() => openItem(open ? null : name)}
      after={
        <Switch
          label={t('Enable {name}', { name })}
          checked={enabled}
          disabled={update.isPending}
          onChange={(next) => update.mutate({ enabled: next })}
        />
      }
    >
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate font-medium">{name}</span>
          {tolerate.length > 0 && (
            <Badge tone="warn" title={tolerate.map(toleranceLabel).join(', ')}>
              {t('Legacy')}
            </Badge>
          )}
        </span>
        <span className="truncate text-12 text-quiet" title={networkText(network)}>
          {networkText(network)}
        </span>
      </span>
      <span className="shrink-0 text-12 text-quiet">
        {seenAt === null
          ? t('Not heard of')
          : rich('Heard of {time}', { time: <Time key="seen" at={seenAt} /> })}
      </span>
    </ListRow>
  )
}
