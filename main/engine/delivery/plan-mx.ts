/** From a domain to the hosts that its mail is taken to, each with what TLS has to be: everything before connecting. */

import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import type { Reply } from '../../../shared/domain/reply.ts'
import type { MxRoute } from '../../../shared/domain/route.ts'
import type { Random } from '../ports.ts'
import { arrangeAddresses } from './arrange-addresses.ts'
import { type DaneFinding, findDane } from './dane/find-dane.ts'
import type { DnsLookUps } from './dns-cache.ts'
import { findDomainPolicy } from './domain-policy.ts'
import type { PolicyKeeper } from './mta-sts/policy-keeper.ts'
import { decideSecurity, type HostSecurity } from './mx-security.ts'
import type { SessionTarget } from './open-session.ts'
import { isOurselves, type OwnPlaces } from './own-places.ts'
import { type MxHost, resolveMxHosts } from './resolve-mx-hosts.ts'
import { localReply } from './session-problem.ts'

export interface MxLookUps {
  readonly dns: DnsLookUps
  readonly policies: Pick<PolicyKeeper, 'policyOf'>
  readonly random: Random
  /** Where this Mailroom itself takes mail. */
  readonly own: () => OwnPlaces
}

export interface MxTask {
  readonly route: MxRoute
  readonly domain: string
  readonly requireTls: boolean
  /** EHLO name where the route has none. */
  readonly hostname: string
}

export interface PlannedHost {
  readonly target: SessionTarget
  /** See HostSecurity. */
  readonly security: string
}

export type MxPlan =
  | { readonly kind: 'hosts'; readonly hosts: readonly PlannedHost[] }
  | { readonly kind: 'none'; readonly verdict: 'deferred' | 'refused'; readonly reply: Reply }

/** Never rejects. */
export async function planMx(lookUps: MxLookUps, task: MxTask): Promise<MxPlan> {
  const { route, domain } = task
  const own = lookUps.own()
  const names = route.ehloName === undefined ? own.names : [...own.names, route.ehloName]
  const answer = await resolveMxHosts(domain, {
    dns: lookUps.dns,
    random: lookUps.random,
    isOurselves: (host, addresses) => isOurselves({ ...own, names }, { host, addresses, port: route.port }),
  })
  if (answer.kind === 'none') return answer
  const reachable = answer.hosts.flatMap((host) => {
    const addresses = arrangeAddresses(host.addresses, route.addressFamily, route.sourceAddress)
    return addresses.length > 0 ? [{ ...host, addresses }] : []
  })
  if (reachable.length === 0) return none(noFamily(domain, answer.hosts, route))
  return secure(lookUps, task, reachable)
}

async function secure(lookUps: MxLookUps, task: MxTask, hosts: readonly MxHost[]): Promise<MxPlan> {
  const { route, domain, requireTls } = task
  const ownWord = findDomainPolicy(route, domain)?.tls
  const asksPolicies = ownWord === undefined && route.tls !== 'never'
  const hasName = !domain.startsWith('[')
  const sts =
    asksPolicies && route.mtaSts && hasName
      ? await lookUps.policies.policyOf(domainToASCII(domain) || domain)
      : null
  const decisions = await Promise.all(
    hosts.map(async (host) => {
      const dane = asksPolicies && route.dane ? await findDane(host, route.port, lookUps.dns) : NO_DANE
      const facts = { domain, host: host.host, authenticated: host.authenticated, requireTls }
      return { host, decision: decideSecurity({ ...facts, tls: ownWord ?? route.tls, sts, dane }) }
    }),
  )
  const planned = decisions.flatMap(({ host, decision }) =>
    decision.kind === 'use' ? [plannedHost(task, host, decision.security)] : [],
  )
  if (planned.length > 0) return { kind: 'hosts', hosts: planned }
  const replies = decisions.flatMap(({ decision }) => (decision.kind === 'exclude' ? [decision.reply] : []))
  // A host that may be usable later is a reason to wait.
  const reply = replies.find(({ enhanced }) => enhanced?.startsWith('4')) ?? replies[0]
  return none(reply ?? localReply('4.4.4', `No host of ${domain} can be used.`))
}

const NO_DANE: DaneFinding = { kind: 'none' }

function plannedHost(
  { route, hostname }: MxTask,
  { host, addresses }: MxHost,
  { tls, dane, demandedBy, remarks, key }: HostSecurity,
): PlannedHost {
  const target = {
    via: route.name,
    host,
    addresses,
    port: route.port,
    lmtp: false,
    tls,
    implicitTls: false,
    ehloName: route.ehloName ?? hostname,
    credentials: null,
    sourceAddress: route.sourceAddress,
    dane,
    demandedBy,
    remarks,
  }
  return { target, security: key }
}

function none(reply: Reply): MxPlan {
  return { kind: 'none', verdict: reply.enhanced?.startsWith('5') ? 'refused' : 'deferred', reply }
}

function noFamily(domain: string, hosts: readonly MxHost[], { sourceAddress }: MxRoute): Reply {
  const known = hosts.some(({ addresses }) => addresses.some((address) => isIP(address) === 6))
    ? 'IPv6'
    : 'IPv4'
  const why = sourceAddress === undefined ? 'addressFamily' : `source address ${sourceAddress}`
  return localReply(
    '4.4.4',
    `The mail hosts of ${domain} have ${known} addresses only, which the route's ${why} leaves out.`,
  )
}
