import { useMutation, useQuery } from '@tanstack/react-query'
import { Plus, Radio } from 'lucide-react'
import type { ListenerStatus } from '../../../shared/contract/system.ts'
import type { Listener } from '../../../shared/domain/config.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { counted } from '../../format/quantity.ts'
import { problemText } from '../../forms/server-issues.ts'
import { toleranceLabel } from '../../forms/tolerance-words.ts'
import { useLive } from '../../live/live-store.ts'
import { openItem, useLocation } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Light } from '../../ui/light.tsx'
import { ListRow } from '../../ui/list-row.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import { SplitView } from '../../ui/split-view.tsx'
import { Switch } from '../../ui/switch.tsx'
import { notify } from '../../ui/toasts.tsx'
import { ListenerInspector } from './listener-inspector.tsx'
import { listenerSummary, listenerTone } from './listener-words.ts'

/** The bound ports, who may submit at each, and what is wrong with one. */
export function ListenersSection() {
  const { api } = useEngine()
  const item = useLocation((state) => state.place.item)
  const query = useQuery(api.listeners.list.queryOptions())
  const statuses = useLive((state) => state.status?.listeners)
  const statusOf = (name: string) => statuses?.find((status) => status.name === name)
  if (query.isPending) return <LoadingBar />
  if (query.isError)
    return <ProblemState text={problemText(query.error)} onRetry={() => void query.refetch()} />

  const listener = query.data.find((candidate) => candidate.name === item) ?? null
  const list =
    query.data.length === 0 ? (
      <EmptyState
        icon={<Radio size={22} strokeWidth={1.5} />}
        text={t('No listener: nothing can send mail to Mailroom.')}
        action={
          <Button look="primary" icon={<Plus size={14} />} onClick={() => openItem('new')}>
            {t('Add listener')}
          </Button>
        }
      />
    ) : (
      <div className="min-h-0 flex-1 overflow-auto">
        {query.data.map((each) => (
          <ListenerRow
            key={each.name}
            listener={each}
            status={statusOf(each.name)}
            open={each.name === item}
          />
        ))}
      </div>
    )
  return (
    <SplitView
      label={t('Listener')}
      list={list}
      inspector={(listener || item === 'new') && <ListenerInspector key={item} listener={listener} />}
    />
  )
}

function useUpdate(listener: Listener) {
  const { client } = useEngine()
  return useMutation({
    mutationFn: (change: Partial<Listener>) =>
      client.listeners.update({ name: listener.name, item: { ...listener, ...change } }),
    onError: (error) => notify({ text: problemText(error), tone: 'problem' }),
  })
}

function ListenerRow({
  listener,
  status,
  open,
}: {
  listener: Listener
  status: ListenerStatus | undefined
  open: boolean
}) {
  const update = useUpdate(listener)
  return (
    <div>
      <ListRow
        kind={t('Listener')}
        open={open}
        dimmed={!listener.enabled}
        onOpen={() => openItem(open ? null : listener.name)}
        after={
          <Switch
            label={t('Enable {name}', { name: listener.name })}
            checked={listener.enabled}
            disabled={update.isPending}
            onChange={(enabled) => update.mutate({ enabled })}
          />
        }
      >
        <Light tone={listenerTone(status)} />
        <span className="flex min-w-0 flex-1 flex-col">
          <span className="flex min-w-0 items-baseline gap-2">
            <span className="truncate font-medium">{listener.name}</span>
            <span className="shrink-0 font-mono text-12 text-quiet">
              {listener.host}:{status?.port ?? listener.port}
            </span>
            {listener.tolerate.length > 0 && (
              <Badge tone="warn" title={listener.tolerate.map(toleranceLabel).join(', ')}>
                {t('Legacy')}
              </Badge>
            )}
          </span>
          <span className="truncate text-12 text-quiet" title={listenerSummary(listener)}>
            {listenerSummary(listener)}
          </span>
        </span>
        {status && status.connections > 0 && (
          <span className="shrink-0 text-12 text-quiet">{counted(status.connections, 'connection')}</span>
        )}
      </ListRow>
      {status?.state === 'failed' && <Failure listener={listener} status={status} />}
    </div>
  )
}

/** Why the port could not be bound, and another one at hand. */
function Failure({ listener, status }: { listener: Listener; status: ListenerStatus }) {
  const update = useUpdate(listener)
  const { proposedPort } = status
  return (
    <div className="border-line/70 border-b px-4 py-2.5">
      <Notice tone="bad">
        <p>{status.problem ?? t('This listener is not running.')}</p>
        {proposedPort !== null && (
          <Button
            className="self-start"
            busy={update.isPending}
            onClick={() => update.mutate({ port: proposedPort })}
          >
            {t('Use port {port}', { port: String(proposedPort) })}
          </Button>
        )}
      </Notice>
    </div>
  )
}
