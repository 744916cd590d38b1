/** A route while it is edited: what a new one begins with, and what the fields mean together. */
import type { z } from 'zod'
import type { Route, RouteKind, routeSchema } from '../../../shared/domain/route.ts'

export type RouteInput = z.input<typeof routeSchema>

const LIMITS = { maxConnections: 20, maxConnectionsPerHost: 5 }

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
      }
    case 'mx':
      return { kind, name, ...LIMITS, tls: 'opportunistic', port: 25 }
    case 'maildir':
      return { kind, name, ...LIMITS, path: '' }
    case 'lmtp':
      return { kind, name, ...LIMITS, host: '127.0.0.1', port: 24 }
    case 'capture':
    case 'hold':
      return { kind, name, ...LIMITS }
  }
}

/** For the form of a stored route: a smart host shows its sign-in fields also where there is none. */
export function editable(route: Route): RouteInput {
  if (route.kind !== 'smarthost') return route
  if (route.auth?.kind === 'oauth2') return route
  return { ...route, auth: { kind: 'password', username: route.auth?.username ?? '', password: '' } }
}

/** Empty sign-in fields mean: no sign-in. An empty password keeps the stored one; an empty EHLO name is the default. */
export function cleanRoute(values: RouteInput): RouteInput {
  const { ehloName, ...others } = values
  const given = (ehloName ? values : others) as RouteInput
  if (given.kind !== 'smarthost' || given.auth?.kind !== 'password') return given
  const { auth, ...rest } = given
  const { username, password } = auth
  if (!username && !password) return rest
  return { ...rest, auth: { kind: 'password', username, ...(password ? { password } : {}) } }
}

/** The route as the engine shows it: the password stays with the engine. */
export function withoutPassword(route: Route): Route {
  if (route.kind !== 'smarthost' || route.auth?.kind !== 'password') return route
  return { ...route, auth: { kind: 'password', username: route.auth.username } }
}
