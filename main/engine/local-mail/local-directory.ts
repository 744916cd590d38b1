/**
 * Who lives in the local domains, looked up by address without regard to case. Made once for each configuration: with
 * ten thousand mailboxes a RCPT must not search a list.
 */
import { splitAddress } from '../../../shared/domain/address.ts'
import type { Alias, LocalMail, Mailbox } from '../../../shared/domain/local-mail.ts'
import { asciiDomain } from '../inbound/admission.ts'

/** The part of the configuration that says who is local. */
export interface LocalConfig {
  readonly localDomains: readonly string[]
  readonly localMail: LocalMail
  readonly postmaster: string
}

export interface LocalDirectory {
  readonly domains: ReadonlySet<string>
  readonly mailboxes: ReadonlyMap<string, Mailbox>
  readonly aliases: ReadonlyMap<string, Alias>
  readonly catchAll: ReadonlyMap<string, string>
  /** Domains that have listed mailboxes, and so refuse unknown addresses. */
  readonly closedDomains: ReadonlySet<string>
  readonly separator: string
}

/** Comparable form of an address: "Büro@Example.Test" and "büro@example.test" are one. */
export function addressKey(address: string): string {
  const { local, domain } = splitAddress(address)
  return `${unquote(local).toLowerCase()}@${asciiDomain(domain) || domain}`
}

export function directoryOf(config: LocalConfig): LocalDirectory {
  const known = directories.get(config.localMail)
  if (known?.source === config.localDomains) return known.directory
  const directory = build(config)
  directories.set(config.localMail, { source: config.localDomains, directory })
  return directory
}

/** By the configuration's own object, which is replaced as a whole when it changes. */
const directories = new WeakMap<LocalMail, { source: readonly string[]; directory: LocalDirectory }>()

function build({ localDomains, localMail }: LocalConfig): LocalDirectory {
  return {
    domains: new Set(localDomains.map(asciiDomain)),
    mailboxes: new Map(localMail.mailboxes.map((mailbox) => [addressKey(mailbox.address), mailbox])),
    aliases: new Map(localMail.aliases.map((alias) => [addressKey(alias.address), alias])),
    catchAll: new Map(localMail.catchAll.map(({ domain, to }) => [asciiDomain(domain), to])),
    closedDomains: new Set(
      localMail.mailboxes.map(({ address }) => asciiDomain(splitAddress(address).domain)),
    ),
    separator: localMail.subaddressSeparator,
  }
}

/** "john.doe"@… is john.doe@… (RFC 5321 §4.1.2). */
function unquote(local: string): string {
  const quoted = /^"(.*)"$/s.exec(local)?.[1]
  return quoted === undefined ? local : quoted.replace(/\\(.)/gs, '$1')
}
