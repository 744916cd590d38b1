/** For which mail an office has asked with ETRN, and for how long that counts. In memory: a restart waits again. */
import { domainOf, matchesWildcard } from '../../../shared/domain/address.ts'

/** Milliseconds that asking counts at most. */
const LONGEST = 30 * 60_000

interface Asked {
  /** Patterns of domains; null: every domain. */
  readonly domains: readonly string[] | null
  readonly until: number
}

export class EtrnWindows {
  readonly #asked = new Map<string, Asked[]>()

  open(route: string, domains: readonly string[] | null, now: number): void {
    const others = (this.#asked.get(route) ?? []).filter(({ until }) => counts(until, now))
    this.#asked.set(route, [...others, { domains, until: now + LONGEST }])
  }

  isAskedFor(route: string, address: string, now: number): boolean {
    const asked = this.#asked.get(route)
    if (asked === undefined) return false
    const domain = domainOf(address)
    return asked.some(
      ({ domains, until }) =>
        counts(until, now) &&
        (domains === null || domains.some((pattern) => matchesWildcard(pattern, domain))),
    )
  }

  /** Drained, or the host failed. */
  close(route: string): void {
    this.#asked.delete(route)
  }

  routes(): string[] {
    return [...this.#asked.keys()]
  }
}

/** Not for longer where the clock was set back. */
function counts(until: number, now: number): boolean {
  return until > now && until - now <= LONGEST
}
