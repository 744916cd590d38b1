/** Where the setting is that made Mailroom say no. Pure. */
import { assertNever } from '../domain/assert-never.ts'
import type { RefusalCause, SessionRow } from '../domain/session.ts'
import type { Panel, Place } from './place.ts'

/** What is at that place, for the words of the button that leads there. */
export type RefusalTarget =
  | 'rule'
  | 'network'
  | 'new-network'
  | 'account'
  | 'accounts'
  | 'listener'
  | 'limits'
  | 'locks'
  | 'blocks'
  | 'local-mail'
  | 'retention'
  | 'route'

export interface RefusalPlace {
  readonly target: RefusalTarget
  /** The rule, network, account, listener or route; null where the button names none. */
  readonly name: string | null
  readonly place: Place
}

export type RefusedSession = Pick<SessionRow, 'via' | 'account' | 'network' | 'peerAddress'>

export function refusalPlace({ kind, name }: RefusalCause, session: RefusedSession): RefusalPlace {
  switch (kind) {
    case 'rule':
      return named('rule', name, at('rules', name))
    case 'network':
      return networkPlace(name)
    case 'account':
    case 'password':
      return name === null ? { target: 'accounts', name, place: at('accounts') } : accountPlace(name)
    case 'listener':
    case 'content':
      return listenerPlace(name ?? session.via)
    case 'limit':
      return limitPlace(name, session)
    case 'lock':
      return { target: 'locks', name: null, place: at('accounts', null, { view: 'locks' }) }
    case 'blocked':
      return { target: 'blocks', name, place: at('accounts', null, { view: 'locks' }) }
    case 'relaying':
    case 'protocol':
      return session.network === null ? newNetworkPlace(session.peerAddress) : networkPlace(session.network)
    case 'local-mail':
      return { target: 'local-mail', name: null, place: at('settings', null, { section: 'local' }) }
    case 'disk':
      return { target: 'retention', name: null, place: at('settings', null, { section: 'retention' }) }
    case 'route':
      return named('route', name, at('routes', name))
    default:
      return assertNever(kind)
  }
}

/** A network that begins with this client. */
export function newNetworkPlace(address: string): RefusalPlace {
  const place = at('accounts', 'new', { view: 'networks', address })
  return { target: 'new-network', name: address, place }
}

/** The name of a limit is whose it is; without one it holds for every client. */
function limitPlace(name: string | null, session: RefusedSession): RefusalPlace {
  if (name !== null && name === session.account) return accountPlace(name)
  if (name !== null) return networkPlace(name)
  return { target: 'limits', name, place: at('settings', null, { section: 'limits' }) }
}

function accountPlace(name: string): RefusalPlace {
  return named('account', name, at('accounts', name))
}

function networkPlace(name: string | null): RefusalPlace {
  return named('network', name, at('accounts', name, { view: 'networks' }))
}

function listenerPlace(name: string): RefusalPlace {
  return named('listener', name, at('settings', name, { section: 'listeners' }))
}

function named(target: RefusalTarget, name: string | null, place: Place): RefusalPlace {
  return { target, name, place }
}

function at(panel: Panel, item: string | null = null, params: Record<string, string> = {}): Place {
  return { panel, item, params }
}
