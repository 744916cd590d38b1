/** What the engine needs from its host. Each host (desktop, headless, tests) brings its own. */

/** Undoes what it came from. Calling it twice is harmless. */
export type Dispose = () => void

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Runs the callback once after a delay in milliseconds; never keeps the process alive. */
  after(milliseconds: number, callback: () => void): Dispose
}

export interface Random {
  /** At least 0, below 1. */
  next(): number
  /** Cryptographic octets. */
  bytes(count: number): Uint8Array
}

/** Seals what must be readable again: route passwords, CRAM-MD5 passwords, private keys. */
export interface SecretStore {
  seal(plain: string): Promise<string>
  /** Rejects where the text was sealed by another store. */
  open(sealed: string): Promise<string>
}

export interface Logger {
  info(message: string, fields?: Record<string, unknown>): void
  warn(message: string, fields?: Record<string, unknown>): void
  error(message: string, fields?: Record<string, unknown>): void
}

/** RFC 6698 §2.1. */
export interface TlsaRecord {
  readonly usage: number
  readonly selector: number
  readonly matchingType: number
  readonly data: Uint8Array
}

/** What DNS holds, by type. A TXT record is joined from its strings. */
export interface DnsRecordsByType {
  readonly A: string
  readonly AAAA: string
  readonly MX: { readonly exchange: string; readonly priority: number }
  readonly TXT: string
  readonly TLSA: TlsaRecord
}

export type DnsRecordType = keyof DnsRecordsByType

export interface DnsAnswer<T extends DnsRecordType> {
  /** Never empty: a name without such records is the error ENODATA. */
  readonly records: readonly DnsRecordsByType[T][]
  /**
   * The server says that it has validated the answer with DNSSEC (AD, RFC 4035 §3.2.3), and its word counts: it is
   * configured, or runs on this computer (RFC 7672 §2.1).
   */
  readonly authenticated: boolean
  /** Seconds; null where nobody said. */
  readonly ttl: number | null
}

/** The lookups that delivery needs; errors carry Node's `code`: ENOTFOUND, ENODATA, ESERVFAIL, ETIMEOUT, … */
export interface DnsResolver {
  resolve4(name: string): Promise<string[]>
  resolve6(name: string): Promise<string[]>
  resolveMx(name: string): Promise<{ exchange: string; priority: number }[]>
  /** Each record joined from its strings. */
  resolveTxt(name: string): Promise<string[]>
  /** As the others, with what only the answer itself tells: DNSSEC and time to live. */
  lookUp<T extends DnsRecordType>(name: string, type: T): Promise<DnsAnswer<T>>
}

export interface Ports {
  readonly clock: Clock
  readonly random: Random
  readonly secrets: SecretStore
  readonly logger: Logger
  /** Made anew when the configured DNS servers change; an empty list means the system's. */
  readonly createDnsResolver: (servers: readonly string[]) => DnsResolver
  /** Octets free on the volume of the data folder. */
  readonly freeDiskBytes: (folder: string) => Promise<number>
}
