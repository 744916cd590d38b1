/**
 * Addresses behind which many clients seem to be: a container's bridge, a proxy, a router that translates addresses. There
 * limits, locks and blocks by client mean all of them together, and a network that is trusted is trusted for everybody.
 * Nothing else shows it than that one private address names itself in many ways.
 */
import { parseAddress } from '../../../shared/domain/network.ts'

export interface SharedAddress {
  readonly client: string
  /** Different names in EHLO within a day. */
  readonly names: number
  /** May it relay without signing in? */
  readonly trusted: boolean
}

const DAY = 86_400_000
/** Names from which on it is no single device any more; one that was renamed has two or three. */
const MANY_NAMES = 6
/** Bounds for what strangers can make it remember. */
const MOST_NAMES = 20
const MOST_CLIENTS = 256

interface Seen {
  /** When each name was last heard. */
  readonly names: Map<string, number>
  trusted: boolean
}

export class SharedAddresses {
  readonly #now: () => number
  readonly #clients = new Map<string, Seen>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** A client named itself. */
  heard(client: string, name: string, trusted: boolean): void {
    const known = this.#clients.get(client)
    if (!known && (this.#clients.size >= MOST_CLIENTS || !isPrivate(client))) return
    const seen = known ?? { names: new Map<string, number>(), trusted }
    if (!known) this.#clients.set(client, seen)
    seen.trusted = trusted
    const key = name.toLowerCase()
    if (seen.names.has(key) || seen.names.size < MOST_NAMES) seen.names.set(key, this.#now())
  }

  list(): readonly SharedAddress[] {
    this.#forget()
    return [...this.#clients]
      .filter(([, { names }]) => names.size >= MANY_NAMES)
      .map(([client, { names, trusted }]) => ({ client, names: names.size, trusted }))
  }

  #forget(): void {
    const oldest = this.#now() - DAY
    for (const [client, { names }] of this.#clients) {
      for (const [name, at] of names) if (at < oldest) names.delete(name)
      if (names.size === 0) this.#clients.delete(client)
    }
  }
}

/** Many people behind one public address are nothing unusual, and none of ours to change. */
function isPrivate(client: string): boolean {
  const range = parseAddress(client)?.range()
  return (
    range !== undefined &&
    ['private', 'loopback', 'uniqueLocal', 'linkLocal', 'carrierGradeNat'].includes(range)
  )
}
