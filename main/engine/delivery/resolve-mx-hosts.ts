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
import type { DnsResolver, Random } from '../ports.ts'
import type { Verdict } from './classify-reply.ts'
import { localReply } from './session-problem.ts'

export interface MxHost {
  readonly host: string
  readonly addresses: readonly string[]
}

export type MxAnswer =
  | { readonly kind: 'hosts'; readonly hosts: readonly MxHost[] }
  | { readonly kind: 'none'; readonly verdict: Exclude<Verdict, 'delivered'>; readonly reply: Reply }

/** Hosts that are tried for one domain, at most; more would only be a way to keep us busy. */
const MAX_HOSTS = 10

/** Never rejects. Hosts of equal preference come in random order (RFC 5321 §5.1). */
export async function resolveMxHosts(domain: string, dns: DnsResolver, random: Random): Promise<MxAnswer> {
  try {
    const entries = await findEntries(domain, dns)
    const hosts = order(entries, random)
      .map(({ exchange, A, AAAA }) => ({ host: exchange, addresses: [...AAAA, ...A] }))
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

/** Loaded when first needed: the package asks for Node 22, and an engine without MX routes runs on 20. */
async function findEntries(domain: string, dns: DnsResolver): Promise<readonly MxEntry[]> {
  const { default: mxConnect } = await import('mx-connect')
  let found: readonly MxEntry[] | null = null
  const stop = new Error('the hosts are known')
  await mxConnect({
    target: domain,
    dnsOptions: { resolveRecords: (name, type) => resolveRecords(dns, name, type) },
    mtaSts: { enabled: false },
    dane: { enabled: false },
    connectHook: (delivery, _options, callback) => {
      found = delivery.mx
      callback(stop)
    },
  }).catch((error: unknown) => {
    if (error !== stop) throw error
  })
  return found ?? []
}

async function resolveRecords(dns: DnsResolver, name: string, type: string): Promise<readonly unknown[]> {
  if (type === 'MX') return dns.resolveMx(name)
  return type === 'AAAA' ? dns.resolve6(name) : dns.resolve4(name)
}

function order(entries: readonly MxEntry[], random: Random): readonly MxEntry[] {
  return entries
    .map((entry) => ({ entry, lot: random.next() }))
    .sort((a, b) => a.entry.priority - b.entry.priority || a.lot - b.lot)
    .map(({ entry }) => entry)
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
      ? `DNS could not say which host takes mail for ${domain} (${error.code ?? 'no answer'}).`
      : `The hosts of ${domain} could not be looked up: ${error.message}`
  return { kind: 'none', verdict: 'deferred', reply: localReply('4.4.3', text) }
}

function refused(code: number | null, enhanced: string, text: string): MxAnswer {
  return { kind: 'none', verdict: 'refused', reply: { code, enhanced, text } }
}
