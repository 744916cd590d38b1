import type { Attention, CircuitStatus, RouteStatus } from '../../../shared/contract/system.ts'

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
export function isWhollyOpen({ circuits }: RouteStatus): boolean {
  return circuits.length > 0 && circuits.every(isResting)
}

function isResting({ state }: CircuitStatus): boolean {
  return state !== 'closed'
}
