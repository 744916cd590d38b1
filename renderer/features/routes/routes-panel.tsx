import { useQuery } from '@tanstack/react-query'
import { Plus, Waypoints } from 'lucide-react'
import type { RouteStatus } from '../../../shared/contract/system.ts'
import type { Route } from '../../../shared/domain/route.ts'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { counted } from '../../format/quantity.ts'
import { problemText } from '../../forms/server-issues.ts'
import { useLive } from '../../live/live-store.ts'
import { Time } from '../../live/time.tsx'
import { openItem, useLocation } from '../../location/location-store.ts'
import { rich, t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Light } from '../../ui/light.tsx'
import { ListRow } from '../../ui/list-row.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { PanelHeader } from '../../ui/panel-header.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import { moveBetweenRows } from '../../ui/row-keys.ts'
import { SplitView } from '../../ui/split-view.tsx'
import { RouteInspector } from './route-inspector.tsx'
import { isFailing, routeSummary, routeTone } from './route-words.ts'

/** Where mail goes. */
export function RoutesPanel() {
  const { api } = useEngine()
  const item = useLocation((state) => state.place.item)
  const routes = useQuery(api.routes.list.queryOptions())
  const rules = useQuery(api.rules.list.queryOptions())
  const statuses = useLive((state) => state.status?.routes)
  const statusOf = (name: string) => statuses?.find((status) => status.name === name)
  const add = (
    <Button look="primary" icon={<Plus size={14} />} onClick={() => openItem('new')}>
      {t('Add route')}
    </Button>
  )
  const route = routes.data?.find((candidate) => candidate.name === item) ?? null
  const list = (
    <>
      <PanelHeader title={t('Routes')} actions={add} />
      {routes.isPending ? (
        <LoadingBar />
      ) : routes.isError ? (
        <ProblemState text={problemText(routes.error)} onRetry={() => void routes.refetch()} />
      ) : routes.data.length === 0 ? (
        <EmptyState
          icon={<Waypoints size={22} strokeWidth={1.5} />}
          text={t(
            'No route yet. A route says where mail goes: to your provider’s server, or straight to the recipients.',
          )}
          action={item === 'new' ? null : add}
        />
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: the rows are buttons; this moves between them.
        <div className="min-h-0 flex-1 overflow-auto" onKeyDown={moveBetweenRows}>
          {routes.data.map((each) => (
            <RouteRow key={each.name} route={each} status={statusOf(each.name)} open={each.name === item} />
          ))}
        </div>
      )}
    </>
  )
  const shows = rules.data && (route !== null || item === 'new')
  return (
    <SplitView
      label={t('Route')}
      list={list}
      inspector={
        shows && (
          <RouteInspector
            key={item}
            route={route}
            status={route ? statusOf(route.name) : undefined}
            rules={rules.data}
          />
        )
      }
    />
  )
}

function RouteRow({ route, status, open }: { route: Route; status: RouteStatus | undefined; open: boolean }) {
  return (
    <ListRow kind={t('Route')} open={open} onOpen={() => openItem(open ? null : route.name)}>
      <Light tone={routeTone(status)} />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="truncate font-medium">{route.name}</span>
        <span className="truncate text-12 text-quiet">{routeSummary(route)}</span>
      </span>
      <span className="flex shrink-0 flex-col items-end text-12 text-quiet">
        {status && <Health status={status} />}
      </span>
    </ListRow>
  )
}

function Health({ status }: { status: RouteStatus }) {
  return (
    <>
      {status.paused ? (
        <span className="font-medium text-warn">{t('Paused')}</span>
      ) : status.signIn?.state === 'needed' || status.signIn?.state === 'revoked' ? (
        <span className="font-medium text-warn">{t('Needs sign-in')}</span>
      ) : isFailing(status) ? (
        <span className="font-medium text-bad" title={status.lastFailure ?? undefined}>
          {t('Failing')}
        </span>
      ) : status.waitingFor !== null ? (
        <span className="font-medium text-warn" title={status.waitingFor}>
          {t('Waiting')}
        </span>
      ) : status.lastSuccessAt === null ? (
        <span>{t('Not used yet')}</span>
      ) : (
        <span>{rich('Last success {time}', { time: <Time at={status.lastSuccessAt} /> })}</span>
      )}
      {status.waiting > 0 && <span>{counted(status.waiting, 'message waits', 'messages wait')}</span>}
    </>
  )
}
