/** Routes and listeners as rows of lights: a glance says which one is not well. */
import type { ListenerStatus, RouteStatus } from '../../../shared/contract/system.ts'
import { counted } from '../../format/quantity.ts'
import { Time } from '../../live/time.tsx'
import { hrefOf } from '../../location/location-store.ts'
import { Light, type LightTone } from '../../ui/light.tsx'
import { Section } from '../../ui/section.tsx'

export function RouteLights({ routes }: { routes: readonly RouteStatus[] }) {
  return (
    <Section title="Routes">
      {routes.length === 0 ? (
        <p className="text-quiet">None yet.</p>
      ) : (
        <ul className="flex flex-col">
          {routes.map((route) => (
            <li key={route.name}>
              <Row href={hrefOf('routes', { item: route.name })} tone={routeTone(route)} name={route.name}>
                <RouteWords route={route} />
              </Row>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function RouteWords({ route }: { route: RouteStatus }) {
  const waiting = route.waiting > 0 ? `${counted(route.waiting, 'message waits', 'messages wait')} · ` : ''
  if (route.paused) return <>{waiting}paused</>
  if (isFailing(route)) return <>{waiting}failing</>
  if (route.lastSuccessAt === null) return <>{waiting}not used yet</>
  return (
    <>
      {waiting}
      last success <Time at={route.lastSuccessAt} />
    </>
  )
}

function isFailing(route: RouteStatus): boolean {
  return route.lastFailureAt !== null && route.lastFailureAt > (route.lastSuccessAt ?? 0)
}

function routeTone(route: RouteStatus): LightTone {
  if (route.paused) return 'warn'
  if (isFailing(route)) return 'bad'
  return route.lastSuccessAt === null ? 'off' : 'ok'
}

const LISTENER_TONES = { listening: 'ok', disabled: 'off', failed: 'bad' } as const

export function ListenerLights({ listeners }: { listeners: readonly ListenerStatus[] }) {
  return (
    <Section title="Listeners">
      <ul className="flex flex-col">
        {listeners.map((listener) => (
          <li key={listener.name}>
            <Row
              href={hrefOf('settings', { params: { section: 'listeners' } })}
              tone={LISTENER_TONES[listener.state]}
              name={listener.name}
            >
              <span className="font-mono text-12">
                {listener.host}:{listener.port}
              </span>
              {listener.state === 'failed' && <span className="text-bad"> · not running</span>}
              {listener.state === 'disabled' && ' · switched off'}
            </Row>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Row({
  href,
  tone,
  name,
  children,
}: {
  href: string
  tone: LightTone
  name: string
  children: React.ReactNode
}) {
  return (
    <a
      href={href}
      className="-mx-2 flex h-8 cursor-default items-center gap-2.5 rounded px-2 transition-colors hover:bg-hover"
    >
      <Light tone={tone} />
      <span className="min-w-0 truncate font-medium">{name}</span>
      <span className="ml-auto min-w-0 truncate text-12 text-quiet">{children}</span>
    </a>
  )
}
