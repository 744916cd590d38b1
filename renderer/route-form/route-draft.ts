/** A route while it is edited: what a new one begins with, and what the fields mean together. */
import type { z } from 'zod'
import { assertNever } from '../../shared/domain/assert-never.ts'
import type { OAuthSettings } from '../../shared/domain/oauth.ts'
import { OAUTH_SECRETS } from '../../shared/domain/oauth.ts'
import type { Route, RouteKind, routeSchema, SmarthostAuth } from '../../shared/domain/route.ts'
import type { Preset } from '../../shared/presets/preset.ts'
import { presetToRoute } from '../../shared/presets/preset-to-route.ts'
import { pruneEmpty } from '../forms/prune-empty.ts'

export type RouteInput = z.input<typeof routeSchema>
type SmarthostInput = Extract<RouteInput, { kind: 'smarthost' }>
type AuthInput = NonNullable<SmarthostInput['auth']>
export type AuthKind = 'none' | SmarthostAuth['kind']

const LIMITS = { maxConnections: 20, maxConnectionsPerHost: 5 }
const CIRCUIT = { failures: 5, pause: '1m' }

export function newRoute(kind: RouteKind, name: string): RouteInput {
  switch (kind) {
    case 'smarthost':
      return {
        kind,
        name,
        ...LIMITS,
        host: '',
        port: 587,
        tls: 'required',
        auth: { kind: 'password', username: '', password: '' },
        fallbacks: [],
        circuit: CIRCUIT,
        pacing: {},
      }
    case 'mx':
      return {
        kind,
        name,
        ...LIMITS,
        tls: 'opportunistic',
        mtaSts: true,
        dane: true,
        addressFamily: 'ipv6-first',
        domainPolicies: [],
        port: 25,
        pacing: {},
      }
    case 'maildir':
      return { kind, name, ...LIMITS, path: '' }
    case 'lmtp':
      return { kind, name, ...LIMITS, host: '127.0.0.1', port: 24, pacing: {} }
    case 'capture':
    case 'hold':
      return { kind, name, ...LIMITS }
    default:
      return assertNever(kind)
  }
}

/** A new route to a known provider: its server, its pace, and the way to sign in that it recommends. */
export function routeFromPreset(preset: Preset, name: string): RouteInput {
  const [way] = preset.auth
  const route = presetToRoute(preset, name)
  const base = { ...newRoute('smarthost', name), ...route } as SmarthostInput
  if (!way) {
    const { auth: _auth, ...withoutAuth } = base
    return withoutAuth
  }
  if (way.kind === 'oauth2') return { ...base, auth: newAuth('oauth2', way.provider) as AuthInput }
  return { ...base, auth: { kind: 'password', username: way.username ?? '', password: '' } }
}

export function newAuth(
  kind: AuthKind,
  provider: OAuthSettings['provider'] = 'microsoft',
): AuthInput | undefined {
  switch (kind) {
    case 'none':
      return undefined
    case 'password':
      return { kind, username: '', password: '' }
    case 'oauth2':
      return { kind, provider, grant: 'authorization-code', username: '', clientId: '' }
    default:
      return assertNever(kind)
  }
}

/** For the form of a stored route: secrets stand there empty, which keeps the stored ones. */
export function editable(route: Route): RouteInput {
  if (route.kind !== 'smarthost' || route.auth?.kind !== 'password') return route
  return { ...route, auth: { kind: 'password', username: route.auth.username, password: '' } }
}

/**
 * Empty fields are absent: no EHLO name, the stored secret. A password sign-in with both fields empty means no sign-in
 * at all, because the form begins with it.
 */
export function cleanRoute(values: RouteInput): RouteInput {
  const given = pruneEmpty(withoutEmptyLists(values), { required: REQUIRED, optional: ['retry'] })
  if (given.kind !== 'smarthost' || values.kind !== 'smarthost' || values.auth?.kind !== 'password')
    return given
  const { username, password } = values.auth
  if (username || password) return given
  const { auth: _auth, ...rest } = given
  return rest
}

const REQUIRED = ['name', 'host', 'path', 'username', 'clientId']

/** An empty schedule is none of its own. */
function withoutEmptyLists(values: RouteInput): RouteInput {
  if (values.retry?.schedule?.length !== 0) return values
  const { schedule: _schedule, ...retry } = values.retry
  return { ...values, retry }
}

/** The route as the engine shows it: secrets stay with the engine. */
export function withoutSecrets(route: Route): Route {
  if (route.kind !== 'smarthost' || !route.auth) return route
  if (route.auth.kind === 'password')
    return { ...route, auth: { kind: 'password', username: route.auth.username } }
  const auth = { ...route.auth }
  for (const secret of OAUTH_SECRETS) delete auth[secret]
  return { ...route, auth }
}
