/**
 * The hosts that take a domain's mail, by mx-connect: MX records in order of preference, the domain's own addresses
 * where there are none, null MX, address literals, names that are not ASCII (RFC 5321 §5.1, RFC 7505).
 *
 * mx-connect would also connect to the first of them. That is left to the connection pool: it needs all hosts (the
 * next one after a failed greeting, not only after a failed connection) and it needs them before it connects (an idle
 * connection is used again). So its hook before the connection takes the hosts and ends the pipeline there.
 */
import type { MxEntry } from 'mx-connect'
import type { Reply } from '../../../shared/domain/reply.ts'
import type { Random } from '../ports.ts'
import type { Verdict } from './classify-reply.ts'
import type { DnsLookUps } from './dns-cache.ts'
import { localReply } from './session-problem.ts'

export interface MxHost {
  readonly host: string
  /** Of either family, IPv6 first. */
  readonly addresses: readonly string[]
  /** DNSSEC vouches for its name as the domain's MX. */
  readonly authenticated: boolean
  /** DNSSEC vouches for its addresses: only then TLSA records are asked for (RFC 7672 §2.2.2). */
  readonly addressesAuthenticated: boolean
}

export type MxAnswer =
  | { readonly kind: 'hosts'; readonly hosts: readonly MxHost[] }
  | { readonly kind: 'none'; readonly verdict: Exclude<Verdict, 'delivered'>; readonly reply: Reply }

export interface MxQuestion {
  readonly dns: DnsLookUps
  readonly random: Random
  /** Is this host Mailroom itself? Default: none is. */
  readonly isOurselves?: (host: string, addresses: readonly string[]) => boolean
}

/** Hosts that are tried for one domain, at most; more would only be a way to keep us busy. */
const MAX_HOSTS = 10

/**
 * Never rejects. Hosts of equal preference come in random order (RFC 5321 §5.1). Where we are one of them, those that
 * are not preferred to us are left out, for they would bring the mail back; it is a loop where nobody is left.
 */
export async function resolveMxHosts(
  domain: string,
  { dns, random, isOurselves = () => false }: MxQuestion,
): Promise<MxAnswer> {
  try {
    const { entries, isAuthenticated } = await findEntries(domain, dns)
    const own = entries.filter((entry) => isOurselves(entry.exchange, addressesOf(entry)))
    const limit = Math.min(...own.map(({ priority }) => priority))
    const others = entries.filter(({ priority }) => priority < limit)
    if (own.length > 0 && others.length === 0) return loop(domain, own[0]?.exchange ?? domain)
    const hosts = order(others, random)
      .map((entry) => ({
        host: entry.exchange,
        addresses: addressesOf(entry),
        authenticated: isAuthenticated('MX', domain),
        addressesAuthenticated:
          isAuthenticated('A', entry.exchange) || isAuthenticated('AAAA', entry.exchange),
      }))
      .filter(({ addresses }) => addresses.length > 0)
      .slice(0, MAX_HOSTS)
    return { kind: 'hosts', hosts }
  } catch (error) {
    return describeMxError(domain, error as MxError)
  }
}

interface MxError extends Error {
  readonly code?: string
  readonly category?: string
  readonly temporary?: boolean
}

interface FoundEntries {
  readonly entries: readonly MxEntry[]
  readonly isAuthenticated: (type: string, name: string) => boolean
}

/** Loaded when first needed: the package asks for Node 22, and an engine without MX routes runs on 20. */
async function findEntries(domain: string, dns: DnsLookUps): Promise<FoundEntries> {
  const { default: mxConnect } = await import('mx-connect')
  let found: readonly MxEntry[] | null = null
  const stop = new Error('the hosts are known')
  const authenticated = new Set<string>()
  /** Answers without DNSSEC; one of them among the addresses of a host is enough to doubt them. */
  const doubtful = new Set<string>()
  const resolveRecords = async (name: string, type: string): Promise<readonly unknown[]> => {
    const kind = type === 'MX' || type === 'AAAA' ? type : 'A'
    const answer = await dns.lookUp(name, kind)
    ;(answer.authenticated ? authenticated : doubtful).add(keyOf(kind, name))
    return answer.records.map((record) => (typeof record === 'string' ? record : { ...record }))
  }
  await mxConnect({
    target: domain,
    dnsOptions: { resolveRecords },
    mtaSts: { enabled: false },
    dane: { enabled: false },
    connectHook: (delivery, _options, callback) => {
      found = delivery.mx
      callback(stop)
    },
  }).catch((error: unknown) => {
    if (error !== stop) throw error
  })
  const isAuthenticated = (type: string, name: string) =>
    type === 'MX'
      ? someBegins(authenticated, 'MX ')
      : authenticated.has(keyOf(type, name)) &&
        !doubtful.has(keyOf('A', name)) &&
        !doubtful.has(keyOf('AAAA', name))
  return { entries: found ?? [], isAuthenticated }
}

/** One look-up asks for the MX of one name only, in whatever form it is written. */
function someBegins(keys: ReadonlySet<string>, beginning: string): boolean {
  return [...keys].some((key) => key.startsWith(beginning))
}

function keyOf(type: string, name: string): string {
  return `${type} ${name.toLowerCase()}`
}

function addressesOf({ A, AAAA }: MxEntry): readonly string[] {
  return [...AAAA, ...A]
}

function order(entries: readonly MxEntry[], random: Random): readonly MxEntry[] {
  return entries
    .map((entry) => ({ entry, lot: random.next() }))
    .sort((a, b) => a.entry.priority - b.entry.priority || a.lot - b.lot)
    .map(({ entry }) => entry)
}

/** RFC 3463 X.4.6. */
function loop(domain: string, host: string): MxAnswer {
  return refused(
    null,
    '5.4.6',
    `The mail would come back here: DNS names ${host}, which is this Mailroom, as the host that takes mail for ${domain}. Add ${domain} to the local domains, or give it a route of its own.`,
  )
}

/** RFC 7505 §4.2 and RFC 3463 X.1.10, X.1.2; a DNS that could not answer says nothing about the domain. */
function describeMxError(domain: string, error: MxError): MxAnswer {
  if (error.code === 'ENULLMX')
    return refused(556, '5.1.10', `The domain ${domain} does not take mail (null MX).`)
  if (error.category === 'dns' && error.temporary !== true && error.code !== 'ENOTFOUND')
    return refused(null, '5.1.2', `${domain} cannot be a mail destination: ${error.message}`)
  if (error.category === 'dns' && error.temporary !== true)
    return refused(
      null,
      '5.1.2',
      `The domain ${domain} does not exist, or names no host that takes mail. Check the address.`,
    )
  const text =
    error.category === 'dns'
      ? `DNS could not say which host takes mail for ${domain}: ${whyNot(error.code)}.`
      : `The hosts of ${domain} could not be looked up: ${error.message}`
  return { kind: 'none', verdict: 'deferred', reply: localReply('4.4.3', text) }
}

/** Node's codes, in words for those that an administrator can do something about. */
function whyNot(code: string | undefined): string {
  switch (code) {
    case 'ETIMEOUT':
      return 'no DNS server gave an answer that can be used (ETIMEOUT)'
    case 'ECONNREFUSED':
      return 'no DNS server can be reached (ECONNREFUSED)'
    case 'ESERVFAIL':
      return 'the DNS server failed to find out (ESERVFAIL)'
    case 'EREFUSED':
      return 'the DNS server refuses to say (EREFUSED)'
    default:
      return code ?? 'no answer'
  }
}

function refused(code: number | null, enhanced: string, text: string): MxAnswer {
  return { kind: 'none', verdict: 'refused', reply: { code, enhanced, text } }
}
