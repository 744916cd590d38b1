/**
 * Answers of DNS for as long as they live, so that a burst to one domain asks once. Bounded; one question at a time for
 * a name (single flight); empty again when the resolver is another one, because the settings changed.
 */
import type { Clock, DnsAnswer, DnsRecordType, DnsResolver } from '../ports.ts'

export type DnsLookUps = Pick<DnsResolver, 'lookUp'>

interface Entry {
  readonly answer: Promise<DnsAnswer<DnsRecordType>>
  /** Milliseconds since 1970; null while it is being asked. */
  until: number | null
}

const MAX_ENTRIES = 5_000
/** Milliseconds: where nobody said; at most; for a name or type that is not there; for a server that failed. */
const DEFAULT_LIFE = 60_000
const LONGEST_LIFE = 3_600_000
const ABSENCE_LIFE = 30_000
const FAILURE_LIFE = 5_000

export class DnsCache implements DnsLookUps {
  readonly #dns: () => DnsResolver
  readonly #clock: Clock
  readonly #entries = new Map<string, Entry>()
  #asked: DnsResolver | null = null

  constructor(dns: () => DnsResolver, clock: Clock) {
    this.#dns = dns
    this.#clock = clock
  }

  /** Rejects with an error of Node's DNS codes, a fresh one for each caller: some write into it. */
  async lookUp<T extends DnsRecordType>(name: string, type: T): Promise<DnsAnswer<T>> {
    const resolver = this.#dns()
    if (resolver !== this.#asked) this.#entries.clear()
    this.#asked = resolver
    const key = `${type} ${name.toLowerCase()}`
    const known = this.#entries.get(key)
    const lives = known && (known.until === null || isAhead(known.until, this.#clock.now()))
    const { answer } = lives ? known : this.#ask(resolver, key, name, type)
    try {
      return (await answer) as DnsAnswer<T>
    } catch (error) {
      const { message, code } = error as { message: string; code?: string }
      throw Object.assign(new Error(message), { code, hostname: name })
    }
  }

  #ask(resolver: DnsResolver, key: string, name: string, type: DnsRecordType): Entry {
    const entry: Entry = { answer: resolver.lookUp(name, type), until: null }
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    // A Map keeps the order of entry: the first is the oldest.
    const [oldest] = this.#entries.keys()
    if (this.#entries.size > MAX_ENTRIES && oldest !== undefined) this.#entries.delete(oldest)
    entry.answer.then(
      ({ ttl }) => {
        entry.until = this.#clock.now() + Math.min(ttl === null ? DEFAULT_LIFE : ttl * 1_000, LONGEST_LIFE)
      },
      (error: unknown) => {
        entry.until = this.#clock.now() + (isAbsence(error) ? ABSENCE_LIFE : FAILURE_LIFE)
      },
    )
    return entry
  }
}

/** Within the longest life: a clock that was set back must not keep answers for years. */
function isAhead(until: number, now: number): boolean {
  return now < until && until - now <= LONGEST_LIFE
}

export function isAbsence(error: unknown): boolean {
  const { code } = error as { code?: string }
  return code === 'ENOTFOUND' || code === 'ENODATA'
}
