import type { Attention, CircuitStatus, RouteStatus } from '../../../shared/contract/system.ts'
import type { Route } from '../../../shared/domain/route.ts'
import type { Delivery } from '../delivery/delivery.ts'

/** Hosts of a smart host route that are left alone because they fail. Pure. */
export function circuitsOpen(route: RouteStatus): Attention[] {
  const resting = route.circuits.filter(isResting)
  const [first] = resting
  if (first === undefined) return []
  const all = isWhollyOpen(route)
  const text = all
    ? `No host of the route "${route.name}" can be used, so its mail waits; one connection tries it now and then, and mail goes on by itself. ${first.reason}`
    : `The route "${route.name}" leaves ${resting.map(({ host }) => host).join(', ')} alone for now; its mail goes over the next host, and back by itself. ${first.reason}`
  return [{ kind: 'circuit', severity: all ? 'problem' : 'warning', text, subject: route.name }]
}

/** Is there no host left that mail can go over? */
export function isWhollyOpen({ circuits }: Pick<RouteStatus, 'circuits'>): boolean {
  return circuits.length > 0 && circuits.every(isResting)
}

/** What is wrong with a route that takes nothing because of it; also in the moment in which a host is tried again. */
export function whyShut(delivery: Pick<Delivery, 'blocked' | 'circuits'>, route: Route): string | null {
  const reason = delivery.blocked(route)?.reason
  if (reason !== undefined) return reason
  const circuits = delivery.circuits(route)
  return isWhollyOpen({ circuits }) ? (circuits[0]?.reason ?? null) : null
}

function isResting({ state }: CircuitStatus): boolean {
  return state !== 'closed'
}
