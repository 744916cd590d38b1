/** What the parts of the engine see of the configuration: an immutable snapshot, replaced as a whole. */
import type { CertificateConfig, Config } from '../../../shared/domain/config.ts'
import type { Dispose } from '../ports.ts'
import type { StoredAccount } from '../storage/storage.ts'

export interface EngineConfig extends Omit<Config, 'accounts' | 'hostname' | 'postmaster' | 'certificate'> {
  /** The configured name, else this computer's; never empty. */
  readonly hostname: string
  /** The configured address, else postmaster@hostname. */
  readonly postmaster: string
  /** With its private key opened; "" where it was sealed by another secret store. */
  readonly certificate: UsableCertificate
}

export type UsableCertificate =
  | Exclude<CertificateConfig, { kind: 'pem' }>
  | (Extract<CertificateConfig, { kind: 'pem' }> & { readonly key: string })

export type ConfigSection = keyof EngineConfig | 'accounts'

/** `mended`: routes that lead elsewhere or get in another way than before; see mended-routes.ts. */
export type ConfigListener = (
  config: EngineConfig,
  changed: readonly ConfigSection[],
  mended: readonly string[],
) => void

export interface ConfigSource {
  current(): EngineConfig
  /** Hears of each change after it was stored. */
  onChange(listener: ConfigListener): Dispose
  /** An opened secret by its name (configuration-secrets.ts); null where none is stored or it cannot be opened. */
  secret(name: string): Promise<string | null>
  /** The opened password of a smart host; null where none is stored. */
  routePassword(route: string): Promise<string | null>
}

/** Accounts by user name, in memory, so that AUTH asks no disk. */
export interface AccountDirectory {
  find(username: string): StoredAccount | null
  /** The plain password of an account with CRAM-MD5; null for others. */
  recoverPassword(username: string): Promise<string | null>
  /** Has an enabled account CRAM-MD5 switched on? Only then is it offered. */
  offersCramMd5(): boolean
  /** Of all accounts, for their costs. */
  passwordHashes(): readonly string[]
  /** Notes the time of use, of an app password too (its id); written behind. */
  touch(username: string, appPassword?: string | undefined): void
}
