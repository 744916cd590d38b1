import type { Config } from '../../../shared/domain/config.ts'
import type { Route } from '../../../shared/domain/route.ts'
import { routeSecretNames } from './configuration-secrets.ts'
import type { StoredConfiguration } from './stored-configuration.ts'

/**
 * Names of routes that lead elsewhere, or get in another way, than before: host, port, TLS, login or its secrets, a route
 * that is new or gone. Mail that waits on them waits for nothing any more. Limits and retry times do not count. Pure.
 */
export function mendedRoutes(before: StoredConfiguration, after: StoredConfiguration): string[] {
  const names = new Set([...namesOf(before.config), ...namesOf(after.config)])
  return [...names].filter((name) => wayOf(before, name) !== wayOf(after, name))
}

function namesOf({ routes }: Config): string[] {
  return routes.map(({ name }) => name)
}

/** Everything that decides whether a next hop is reached and lets us in; null without such a route. */
function wayOf({ config, secrets }: StoredConfiguration, name: string): string | null {
  const route = config.routes.find((one) => one.name === name)
  return route
    ? JSON.stringify([withoutLimits(route), routeSecretNames(name).map((one) => secrets[one] ?? null)])
    : null
}

function withoutLimits(route: Route): Partial<Route> {
  const {
    maxConnections: _all,
    maxConnectionsPerHost: _perHost,
    retry: _retry,
    pacing: _pacing,
    ...way
  } = route
  return way
}
