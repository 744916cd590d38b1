import type { RouteStatus } from '../../../shared/contract/system.ts'
import { quoteValue } from '../../../shared/filter/format-filter.ts'
import { compactCount, counted } from '../../format/quantity.ts'
import { Time } from '../../live/time.tsx'
import { hrefOf } from '../../location/location-store.ts'
import { rich, t } from '../../text/t.ts'
import { Badge } from '../../ui/badge.tsx'
import { Dotted } from '../../ui/dotted.tsx'
import { Light, type LightTone } from '../../ui/light.tsx'
import { Section } from '../../ui/section.tsx'
import { queueLink } from './queue-link.ts'

/** Each route as a light with what it is about: well, resting, failing, paused, unused. */
export function RoutesSection({ routes }: { routes: readonly RouteStatus[] }) {
  return (
    <Section top title={t('Routes')}>
      {routes.length === 0 ? (
        // The next steps above have the button.
        <p className="text-quiet">{t('None yet: mail is kept until there is one.')}</p>
      ) : (
        <ul className="flex flex-col">
          {routes.map((route) => (
            <li key={route.name} className="-mx-2 flex items-start gap-2 rounded px-2 hover:bg-hover">
              <a
                href={hrefOf('routes', { item: route.name })}
                className="flex min-w-0 flex-1 cursor-default gap-2.5 rounded-sm py-1.5 outline-offset-0"
              >
                <span className="flex h-5 items-center">
                  <Light tone={routeTone(route)} />
                </span>
                <span className="flex min-w-0 flex-1 flex-col">
                  <span className="truncate font-medium">{route.name}</span>
                  <span className="text-12 break-words text-quiet">
                    <Dotted>
                      <Health route={route} />
                      {signInText(route) !== null && <span>{signInText(route)}</span>}
                    </Dotted>
                  </span>
                </span>
              </a>
              {route.waiting > 0 && (
                <a
                  href={queueLink(`state:open route:${quoteValue(route.name)}`)}
                  aria-label={t('{count, plural, one {# message waits} other {# messages wait}} by {route}', {
                    count: route.waiting,
                    route: route.name,
                  })}
                  className="mt-2 cursor-default rounded-sm underline-offset-2 hover:underline"
                >
                  <Badge tone="warn" title={counted(route.waiting, 'message waits', 'messages wait')}>
                    {compactCount(route.waiting)}
                  </Badge>
                </a>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function Health({ route }: { route: RouteStatus }) {
  const resting = route.circuits.filter(({ state }) => state !== 'closed')
  if (route.paused) return <span className="text-warn">{t('paused')}</span>
  if (resting.length > 0 && resting.length === route.circuits.length)
    return <span className="text-bad">{t('no host of it answers')}</span>
  if (isFailing(route))
    return (
      <span className="text-bad">
        {rich('failing, last {time}', { time: <Time at={route.lastFailureAt ?? 0} /> })}
      </span>
    )
  if (resting.length > 0)
    return (
      <span className="text-warn">
        {t('{count, plural, one {# host rests} other {# hosts rest}}, the next one is used', {
          count: resting.length,
        })}
      </span>
    )
  if (route.waitingFor !== null) return <span className="text-warn">{route.waitingFor}</span>
  if (route.lastSuccessAt === null) return <span>{t('not used since the start')}</span>
  return <span>{rich('last success {time}', { time: <Time at={route.lastSuccessAt} /> })}</span>
}

/** Access tokens end every hour and are renewed by themselves: only what is not so is worth a word. */
function signInText({ signIn }: RouteStatus): string | null {
  if (signIn === null) return null
  switch (signIn.state) {
    case 'signed-in':
      return signIn.text ?? t('signed in')
    case 'needed':
      return t('sign-in needed')
    case 'revoked':
      return t('sign-in ended')
    case 'unreachable':
      return t('sign-in cannot be renewed just now')
  }
}

export function isFailing(route: RouteStatus): boolean {
  return route.lastFailureAt !== null && route.lastFailureAt > (route.lastSuccessAt ?? 0)
}

export function routeTone(route: RouteStatus): LightTone {
  const resting = route.circuits.filter(({ state }) => state !== 'closed').length
  if (route.signIn?.state === 'revoked' || route.signIn?.state === 'needed') return 'bad'
  if (route.paused) return 'warn'
  if (isFailing(route) || (resting > 0 && resting === route.circuits.length)) return 'bad'
  if (resting > 0 || route.waitingFor !== null || route.signIn?.state === 'unreachable') return 'warn'
  return route.lastSuccessAt === null ? 'off' : 'ok'
}
