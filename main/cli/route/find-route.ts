import type { Client } from '../../../shared/contract/contract.ts'
import type { RouteStatus } from '../../../shared/contract/system.ts'
import type { Route } from '../../../shared/domain/route.ts'
import { CommandFailure, EXIT } from '../exit-codes.ts'

/** A route with what happens on it. */
export interface RouteWithStatus {
  readonly route: Route
  readonly status: RouteStatus
}

export async function readRoutes(client: Client): Promise<RouteWithStatus[]> {
  const [routes, { routes: statuses }] = await Promise.all([client.routes.list(), client.system.status()])
  return routes.flatMap((route) => {
    const status = statuses.find(({ name }) => name === route.name)
    return status ? [{ route, status }] : []
  })
}

/** Throws CommandFailure with the names that there are. */
export async function findRoute(client: Client, name: string): Promise<RouteWithStatus> {
  const routes = await readRoutes(client)
  const found = routes.find(({ route }) => route.name === name)
  if (found) return found
  const names = routes.map(({ route }) => `"${route.name}"`).join(', ')
  throw new CommandFailure(
    EXIT.failed,
    `There is no route "${name}". ${names === '' ? 'There are no routes yet.' : `There are ${names}.`}`,
  )
}
