/**
 * What TLS has to be for a host of a domain: the operator's word for that domain, else what the domain publishes (DANE
 * before MTA-STS: RFC 8461 §2), else the route's setting. Pure.
 */
import type { Reply } from '../../../shared/domain/reply.ts'
import type { TlsPolicy } from '../../../shared/domain/route.ts'
import type { DaneFinding } from './dane/find-dane.ts'
import type { DaneDemand } from './dane/match-certificate.ts'
import { DANE_TA } from './dane/usable-tlsa.ts'
import { allowsMx, type StsPolicy } from './mta-sts/sts-policy.ts'
import { localReply } from './session-problem.ts'

export interface SecurityFacts {
  readonly domain: string
  readonly host: string
  /** DNSSEC vouches for the host as the domain's MX. */
  readonly authenticated: boolean
  readonly tls: TlsPolicy
  readonly sts: StsPolicy | null
  readonly dane: DaneFinding
  /** The message came with REQUIRETLS. */
  readonly requireTls: boolean
}

export interface HostSecurity {
  readonly tls: TlsPolicy
  readonly dane: DaneDemand | null
  /** Who demands TLS beyond the route: "the MTA-STS policy of far.test"; null where nobody does. */
  readonly demandedBy: string | null
  /** For the session log. */
  readonly remarks: readonly string[]
  /** Sessions that were opened under one security serve no other. */
  readonly key: string
}

export type SecurityDecision =
  | { readonly kind: 'use'; readonly security: HostSecurity }
  /** The host is not given this message. A 5.x.x reply refuses it, a 4.x.x one lets it wait. */
  | { readonly kind: 'exclude'; readonly reply: Reply }

export function decideSecurity(facts: SecurityFacts): SecurityDecision {
  const { domain, host, dane, sts, requireTls } = facts
  if (dane.kind === 'unknown')
    return exclude(
      '4.7.0',
      `DNS could not say whether ${host} has TLSA records (${dane.code}), and without knowing Mailroom does not send to a host with DNSSEC.`,
    )
  if (dane.kind === 'match') {
    const demand = { records: dane.records, names: [host, domain] }
    return use('required-unverified', facts, {
      dane: demand,
      demandedBy: `DANE for ${host}`,
      remarks: [`DANE: the certificate of ${host} must match its TLSA records (${dane.records.length}).`],
    })
  }
  const enforced = sts?.mode === 'enforce'
  if (enforced && !allowsMx(sts, host))
    return exclude(
      '4.7.0',
      `The MTA-STS policy of ${domain} does not name ${host} as a host for its mail. The operator of ${domain} must bring policy and MX records together; until then the mail waits.`,
    )
  if (requireTls) {
    const refusal = refuseRequireTls(facts, enforced)
    if (refusal !== null) return refusal
  }
  if (enforced)
    return use('required', facts, {
      demandedBy: `the MTA-STS policy of ${domain}`,
      remarks: [`MTA-STS: the policy of ${domain} (enforce) demands TLS with a verified certificate.`],
    })
  return withoutEnforcedPolicy(facts)
}

function withoutEnforcedPolicy(facts: SecurityFacts): SecurityDecision {
  const { domain, host, dane, sts, requireTls, tls } = facts
  const remarks = sts?.mode === 'testing' ? [testingRemark(domain, host, sts)] : []
  if (requireTls)
    return use('required', facts, {
      demandedBy: 'REQUIRETLS of the sender',
      remarks: [
        ...remarks,
        `DNSSEC vouches for ${host}; REQUIRETLS demands TLS with a verified certificate.`,
      ],
    })
  if (dane.kind === 'encrypt' && tls !== 'required')
    return use('required-unverified', facts, {
      demandedBy: `DANE for ${host}`,
      remarks: [...remarks, `DANE: ${host} has TLSA records, none that SMTP can use; TLS is a must.`],
    })
  return use(tls, facts, { remarks })
}

/** RFC 8689 §4.2.1: the MX must be vouched for, by MTA-STS or DNSSEC. */
function refuseRequireTls(
  { domain, host, authenticated, tls }: SecurityFacts,
  enforced: boolean,
): SecurityDecision | null {
  if (tls === 'never')
    return exclude('5.7.10', `The sender demands TLS (REQUIRETLS), and the route never uses it to ${domain}.`)
  if (enforced || authenticated) return null
  return exclude(
    '5.7.30',
    `The sender demands verified TLS (REQUIRETLS), and nothing vouches for ${host} as the mail host of ${domain}: it has neither MTA-STS nor DNSSEC.`,
  )
}

function testingRemark(domain: string, host: string, sts: StsPolicy): string {
  const found = allowsMx(sts, host) ? '' : ` It does not name ${host}.`
  return `MTA-STS: the policy of ${domain} is in testing, so it is not enforced.${found}`
}

function use(tls: TlsPolicy, { domain }: SecurityFacts, more: Partial<HostSecurity>): SecurityDecision {
  const { dane = null, demandedBy = null, remarks = [] } = more
  // Below a trust anchor the domain's name counts, so its sessions are its own.
  const anchored = dane?.records.some(({ usage }) => usage === DANE_TA)
  const key = dane ? `dane${anchored ? ` ${domain}` : ''}` : tls
  return { kind: 'use', security: { tls, dane, demandedBy, remarks, key } }
}

function exclude(enhanced: string, text: string): SecurityDecision {
  return { kind: 'exclude', reply: localReply(enhanced, text) }
}
