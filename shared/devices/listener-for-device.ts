/** Which listener a device can use, and what a new one for it would be. Pure. */
import { type Listener, listenerSchema } from '../domain/config.ts'
import type { DeviceWish, PlanFacts } from './plan-device.ts'

type Need = Pick<DeviceWish, 'tls' | 'auth' | 'place'>

export function fitsDevice(listener: Listener, { tls, auth, place }: Need, serverAddress: string): boolean {
  const { enabled, port, host } = listener
  if (!enabled || port === 0) return false
  const everywhere = host === '0.0.0.0' || host === '::'
  const isLoopback = /^(127\.|::1$|localhost$)/.test(host)
  const reached = everywhere || (place === 'this-computer' ? isLoopback : host === serverAddress)
  // A client that does not begin TLS may use a listener that offers STARTTLS.
  const speaks =
    tls === 'implicit'
      ? listener.tls === 'implicit'
      : tls === 'starttls'
        ? listener.tls === 'starttls'
        : listener.tls !== 'implicit'
  return reached && speaks && (auth ? listener.auth !== 'off' : listener.auth !== 'required')
}

/** null where none of the ports is free. */
export function newListener({ tls, auth, place }: Need, facts: PlanFacts): Listener | null {
  const used = new Set(facts.listeners.filter(({ enabled }) => enabled).map(({ port }) => port))
  const port = portsFor(tls, auth).find((each) => facts.freePorts.includes(each) && !used.has(each))
  if (port === undefined) return null
  const taken = facts.listeners.map(({ name }) => name)
  const wished = tls === 'implicit' ? 'devices-tls' : 'devices'
  const name = taken.includes(wished) ? `${wished}-${port}` : wished
  return listenerSchema.parse({
    name,
    host: place === 'this-computer' ? '127.0.0.1' : facts.serverAddress,
    port,
    tls: tls === 'implicit' ? 'implicit' : 'starttls',
    auth: 'optional',
  })
}

/** Best first: what a panel offers by itself comes before what must be typed. */
function portsFor(tls: DeviceWish['tls'], auth: boolean): readonly number[] {
  if (tls === 'implicit') return [465, 2465]
  return auth ? [587, 25, 2525, 2587] : [25, 2525, 587, 2587]
}
