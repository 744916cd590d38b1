/**
 * Connections, messages and recipients a minute, of one client and of all together. What is refused is not counted:
 * a client that keeps knocking gets in as soon as there is room. Without limits nothing is counted.
 */

import type { Limits, RateLimits as MinuteLimits } from '../../../../shared/domain/limits.ts'
import { parseAddress } from '../../../../shared/domain/network.ts'
import type { Clock } from '../../ports.ts'
import { MINUTE, SlidingWindow } from '../../sliding-window.ts'
import { because, type Refusal, refusal } from '../reply.ts'
import { RecentMap } from './recent-map.ts'

export interface RateLimits {
  /** Counts one, or answers why not: 421 4.7.0, 450 4.7.1, 452 4.5.3. */
  connection(client: string): Refusal | null
  message(client: string): Refusal | null
  recipient(client: string): Refusal | null
}

type What = keyof MinuteLimits

/** Clients that are counted at the same time; the one that came last longest ago is forgotten first. */
const MOST_CLIENTS = 10_000

export function createRateLimits(clock: Clock, limits: () => Limits): RateLimits {
  const overall = new Map<What, SlidingWindow>()
  const clients = new RecentMap<string, Map<What, SlidingWindow>>(MOST_CLIENTS)

  function check(what: What, client: string): Refusal | null {
    const { perClient, overall: all } = limits()
    const ofClient = perClient[what]
    const ofAll = all[what]
    if (ofClient === undefined && ofAll === undefined) return null
    const now = clock.now()
    const own =
      ofClient === undefined ? null : windowIn(clients.getOrMake(clientKey(client), newWindows), what)
    const shared = ofAll === undefined ? null : windowIn(overall, what)
    if (own && ofClient !== undefined && own.count(now) >= ofClient)
      return tooFast(what, `${client} may have`, ofClient, 'perClient')
    if (shared && ofAll !== undefined && shared.count(now) >= ofAll)
      return tooFast(what, 'this server takes', ofAll, 'overall')
    own?.add(now)
    shared?.add(now)
    return null
  }

  return {
    connection: (client) => check('connectionsPerMinute', client),
    message: (client) => check('messagesPerMinute', client),
    recipient: (client) => check('recipientsPerMinute', client),
  }
}

/** Who has one public IPv6 address has its /64 (RFC 6177): counted one by one they would be no limit. */
export function clientKey(client: string): string {
  const address = parseAddress(client)
  if (address?.kind() !== 'ipv6' || address.range() !== 'unicast') return client
  const groups = address.toNormalizedString().split(':').slice(0, 4).join(':')
  return `${groups}::/64`
}

function newWindows(): Map<What, SlidingWindow> {
  return new Map()
}

function windowIn(windows: Map<What, SlidingWindow>, what: What): SlidingWindow {
  const known = windows.get(what)
  if (known) return known
  const made = new SlidingWindow(MINUTE)
  windows.set(what, made)
  return made
}

const WORDS: Record<What, { readonly code: number; readonly enhanced: string; readonly things: string }> = {
  connectionsPerMinute: { code: 421, enhanced: '4.7.0', things: 'connections' },
  messagesPerMinute: { code: 450, enhanced: '4.7.1', things: 'messages' },
  recipientsPerMinute: { code: 452, enhanced: '4.5.3', things: 'recipients' },
}

function tooFast(what: What, who: string, limit: number, setting: string): Refusal {
  const { code, enhanced, things } = WORDS[what]
  const text = `Too fast: ${who} ${limit} ${things} a minute; try again in a minute`
  return refusal(code, enhanced, text, `limits.${setting}.${what} is ${limit}`, because('limit'))
}
