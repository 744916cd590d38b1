/** Who may call: keys of the web console. Tokens and cookies are kept as hashes and compared in constant time. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Clock, Random } from '../../engine/ports.ts'

/** One-time links are for now or a little later; a signed-in browser stays so while it is used. */
const LINK_LIFE_MS = 24 * 3_600_000
const SESSION_LIFE_MS = 12 * 3_600_000
/** Beyond, the oldest go: nobody can fill the memory with links. */
const MOST_KEYS = 1_000
const KEY_OCTETS = 32

export interface Access {
  /** The API's own token, for as long as the engine runs. */
  readonly token: string
  isToken(candidate: string): boolean
  /** A token for one link, good for one sign-in. */
  createLinkToken(): string
  /** Exchanges a link's token (which is used up) or the API's token for a browser session; null for any other. */
  signIn(candidate: string): string | null
  isSignedIn(session: string): boolean
  signOut(session: string): void
}

export function createAccess(clock: Clock, random: Random): Access {
  const token = newKey(random)
  const tokenHash = hashKey(token)
  const links = new ExpiringKeys(clock, LINK_LIFE_MS)
  const sessions = new ExpiringKeys(clock, SESSION_LIFE_MS)
  const isToken = (candidate: string) => timingSafeEqual(hashKey(candidate), tokenHash)
  const keep = (keys: ExpiringKeys) => {
    const key = newKey(random)
    keys.add(key)
    return key
  }
  return {
    token,
    isToken,
    createLinkToken: () => keep(links),
    signIn: (candidate) => (links.take(candidate) || isToken(candidate) ? keep(sessions) : null),
    isSignedIn: (session) => sessions.renew(session),
    signOut: (session) => void sessions.take(session),
  }
}

function newKey(random: Random): string {
  return Buffer.from(random.bytes(KEY_OCTETS)).toString('base64url')
}

/** Equal length for any input, and of no use to whoever reads it. */
function hashKey(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}

/** Random keys with an end, found by their hash: a lookup tells nothing about the key by its time. */
class ExpiringKeys {
  readonly #clock: Clock
  readonly #life: number
  readonly #expiry = new Map<string, number>()

  constructor(clock: Clock, life: number) {
    this.#clock = clock
    this.#life = life
  }

  add(key: string): void {
    this.#forgetExpired()
    this.#expiry.set(this.#name(key), this.#clock.now() + this.#life)
    const oldest = this.#expiry.keys().next()
    if (this.#expiry.size > MOST_KEYS && !oldest.done) this.#expiry.delete(oldest.value)
  }

  /** Was it there? Then it is no more. */
  take(key: string): boolean {
    this.#forgetExpired()
    return this.#expiry.delete(this.#name(key))
  }

  /** Is it there? Then its life begins anew. */
  renew(key: string): boolean {
    if (!this.take(key)) return false
    this.add(key)
    return true
  }

  #forgetExpired(): void {
    const now = this.#clock.now()
    // What would live longer than a life was added before the clock was set back.
    for (const [name, expiry] of this.#expiry)
      if (expiry <= now || expiry - now > this.#life) this.#expiry.delete(name)
  }

  #name(key: string): string {
    return hashKey(key).toString('base64')
  }
}
