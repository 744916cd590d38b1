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

/** The lookups that delivery needs; errors carry Node's `code`: ENOTFOUND, ENODATA, ESERVFAIL, ETIMEOUT, … */
export interface DnsResolver {
  resolve4(name: string): Promise<string[]>
  resolve6(name: string): Promise<string[]>
  resolveMx(name: string): Promise<{ exchange: string; priority: number }[]>
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
