import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useEngine } from '../../bridge/bridge-context.tsx'
import { problemText } from '../../forms/server-issues.ts'
import { useLive } from '../../live/live-store.ts'
import { hrefOf } from '../../location/location-store.ts'
import { actionText } from '../../operations/operation-words.ts'
import { t } from '../../text/t.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'

export interface RerouteDialogProps {
  count: number
  /** null: the rules decide. */
  onChoose: (route: string | null) => void
  onClose: () => void
}

/** By which route the messages go from now on. */
export function RerouteDialog({ count, onChoose, onClose }: RerouteDialogProps) {
  const { api } = useEngine()
  const routes = useQuery(api.routes.list.queryOptions())
  const [chosen, setChosen] = useState<{ readonly route: string | null } | null>(null)
  const options = [
    { route: null, label: t('Let the rules decide') },
    ...(routes.data ?? []).map(({ name }) => ({ route: name, label: name })),
  ]
  return (
    <Dialog
      open
      title={t('Reroute {count, plural, one {# message} other {# messages}}', { count })}
      onClose={onClose}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (chosen) onChoose(chosen.route)
        }}
      >
        <p className="text-quiet">
          {t('The route that you choose counts more than the rules, until you let them decide again.')}
        </p>
        {routes.isPending && <LoadingBar />}
        {routes.isError && (
          <p role="alert" className="mt-2 text-bad">
            {problemText(routes.error)}
          </p>
        )}
        <fieldset
          aria-label={t('Route')}
          className="mt-3 flex max-h-64 flex-col overflow-y-auto rounded border border-line"
        >
          {options.map(({ route, label }) => (
            <label
              key={route ?? ''}
              className="flex h-8 shrink-0 items-center gap-2.5 border-line not-last:border-b px-2.5 hover:bg-hover has-checked:bg-selected"
            >
              <input
                type="radio"
                name="route"
                checked={chosen?.route === route && chosen !== null}
                onChange={() => setChosen({ route })}
                className="accent-accent"
              />
              <span className="min-w-0 flex-1 truncate">{label}</span>
              {route !== null && <RouteNow name={route} />}
            </label>
          ))}
        </fieldset>
        {routes.data?.length === 0 && (
          <p className="mt-2 text-12 text-quiet">
            {t('There is no route yet.')}{' '}
            <a href={hrefOf('routes', { item: 'new' })} className="text-accent hover:underline">
              {t('Add a route')}
            </a>
          </p>
        )}
        <div className="mt-5 flex justify-end gap-2">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button look="primary" type="submit" disabled={chosen === null}>
            {chosen ? actionText({ kind: 'reroute', route: chosen.route }, count) : t('Reroute')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** Who reroutes in an outage should not choose the next one. */
function RouteNow({ name }: { name: string }) {
  const status = useLive((state) => state.status?.routes.find((route) => route.name === name))
  if (status === undefined) return null
  const signedOut = status.signIn?.state === 'needed' || status.signIn?.state === 'revoked'
  const text = status.paused
    ? t('paused')
    : signedOut
      ? t('needs a sign-in')
      : status.waitingFor !== null
        ? t('takes no mail now')
        : status.waiting > 0
          ? t('{count, plural, one {# message waits} other {# messages wait}}', { count: status.waiting })
          : null
  if (text === null) return null
  const isShut = status.paused || signedOut || status.waitingFor !== null
  return (
    <span
      title={status.waitingFor ?? undefined}
      className={classNames('shrink-0 text-12', isShut ? 'text-warn' : 'text-quiet')}
    >
      {text}
    </span>
  )
}
