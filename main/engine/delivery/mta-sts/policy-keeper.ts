/**
 * The MTA-STS policies of domains (RFC 8461): found by their TXT record, fetched over HTTPS, kept as long as they hold,
 * over restarts too. A policy that holds counts on when its domain cannot be reached: that is what an attacker would
 * see to.
 */
import type { SecureContext } from 'node:tls'
import type { Clock, Logger } from '../../ports.ts'
import type { SetupStorage } from '../../storage/storage.ts'
import type { DnsLookUps } from '../dns-cache.ts'
import { fetchPolicy } from './fetch-policy.ts'
import { holdsAt, type StsPolicy, stsPolicySchema, wantsRefresh } from './sts-policy.ts'

export interface PolicyKeeperNeeds {
  readonly clock: Clock
  readonly logger: Pick<Logger, 'warn'>
  readonly dns: DnsLookUps
  readonly trusted: () => SecureContext
  /** Absent: policies are forgotten at the end. */
  readonly storage?: Pick<SetupStorage, 'getValue' | 'setValue'> | undefined
  /** Of policy hosts; other than 443 only in tests. */
  readonly port?: number | undefined
}

interface Known {
  policy: StsPolicy | null
  /** The id whose policy could not be had, and until when it is not tried again. */
  failure: { readonly id: string; readonly until: number } | null
}

/** Milliseconds: for one fetch; until the next after a failed one (RFC 8461 §3.3: not too often). */
const FETCH_TIMEOUT = 30_000
const RETRY_AFTER = 300_000
/** Domains in memory; stored policies of others are read again when they are needed. */
const MAX_DOMAINS = 5_000

export class PolicyKeeper {
  readonly #needs: PolicyKeeperNeeds
  readonly #known = new Map<string, Promise<Known>>()
  readonly #fetching = new Map<string, Promise<void>>()
  readonly #stopped = new AbortController()

  constructor(needs: PolicyKeeperNeeds) {
    this.#needs = needs
  }

  /** The policy that counts for a domain now; null where it has none. Never rejects. */
  async policyOf(domain: string): Promise<StsPolicy | null> {
    const known = await this.#read(domain)
    const id = await this.#publishedId(domain)
    const holding = this.#holding(known)
    const now = this.#needs.clock.now()
    if (id === null || (known.failure?.id === id && rests(known.failure.until, now))) return holding
    if (holding?.id !== id) await this.#fetchOnce(domain, id, known)
    else if (wantsRefresh(holding, now)) void this.#fetchOnce(domain, id, known)
    return this.#holding(known)
  }

  /** Gives up what is being fetched. */
  stop(): void {
    this.#stopped.abort(new Error('stopped'))
  }

  #holding({ policy }: Known): StsPolicy | null {
    return policy && holdsAt(policy, this.#needs.clock.now()) ? policy : null
  }

  /** null where there is no record, none that can be read, or DNS did not answer. */
  async #publishedId(domain: string): Promise<string | null> {
    const resolver = async (name: string) => {
      const { records } = await this.#needs.dns.lookUp(name, 'TXT')
      return records.map((record) => [record])
    }
    const { resolvePolicy } = await loadParsers()
    return (await resolvePolicy(domain, { resolver, strict: true }).catch(() => false as const)) || null
  }

  /** Never rejects. Whoever asks for the same domain meanwhile waits for the same answer. */
  #fetchOnce(domain: string, id: string, known: Known): Promise<void> {
    const running = this.#fetching.get(domain)
    if (running) return running
    const fetching = this.#fetch(domain, id, known).finally(() => this.#fetching.delete(domain))
    this.#fetching.set(domain, fetching)
    return fetching
  }

  async #fetch(domain: string, id: string, known: Known): Promise<void> {
    const { clock, logger, trusted, storage, port = 443 } = this.#needs
    const timeout = new AbortController()
    const cancelTimer = clock.after(FETCH_TIMEOUT, () => timeout.abort(new Error('no answer in time')))
    const stop = () => timeout.abort(this.#stopped.signal.reason)
    this.#stopped.signal.addEventListener('abort', stop, { once: true })
    try {
      const addresses = await this.#addressesOf(`mta-sts.${domain}`)
      const text = await fetchPolicy({ domain, addresses, port, trusted: trusted(), signal: timeout.signal })
      const { parsePolicy } = await loadParsers()
      const { mode, mx = [], maxAge } = parsePolicy(text, { strict: true })
      const policy = stsPolicySchema.parse({ id, mode, mx, maxAge, fetchedAt: clock.now() })
      known.policy = policy
      known.failure = null
      await storage?.setValue(storageKey(domain), JSON.stringify(policy))
    } catch (error) {
      known.failure = { id, until: clock.now() + RETRY_AFTER }
      logger.warn('The MTA-STS policy of a domain could not be fetched.', { domain, error })
    } finally {
      cancelTimer()
      this.#stopped.signal.removeEventListener('abort', stop)
    }
  }

  async #addressesOf(host: string): Promise<readonly string[]> {
    const { dns } = this.#needs
    const found = await Promise.allSettled([dns.lookUp(host, 'AAAA'), dns.lookUp(host, 'A')])
    const addresses = found.flatMap((result) => (result.status === 'fulfilled' ? result.value.records : []))
    if (addresses.length === 0) throw new Error(`${host} has no address`)
    return addresses
  }

  #read(domain: string): Promise<Known> {
    const known = this.#known.get(domain) ?? this.#load(domain)
    // Asked last, forgotten last.
    this.#known.delete(domain)
    this.#known.set(domain, known)
    const [oldest] = this.#known.keys()
    if (this.#known.size > MAX_DOMAINS && oldest !== undefined) this.#known.delete(oldest)
    return known
  }

  async #load(domain: string): Promise<Known> {
    const stored = await this.#needs.storage?.getValue(storageKey(domain)).catch(() => null)
    return { policy: stored ? readStored(stored) : null, failure: null }
  }
}

/** Loaded when first needed: an engine without MX routes never is. */
function loadParsers() {
  return import('mailauth/lib/mta-sts.js')
}

/** Not for longer than it should where the clock was set back. */
function rests(until: number, now: number): boolean {
  return now < until && until - now <= RETRY_AFTER
}

function storageKey(domain: string): string {
  return `mta-sts:${domain}`
}

function readStored(text: string): StsPolicy | null {
  try {
    return stsPolicySchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}
