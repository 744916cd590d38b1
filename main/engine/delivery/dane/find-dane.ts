/** What DANE demands of an MX host (RFC 7672 §2.2). */
import type { TlsaRecord } from '../../ports.ts'
import { type DnsLookUps, isAbsence } from '../dns-cache.ts'
import type { MxHost } from '../resolve-mx-hosts.ts'
import { usableTlsa } from './usable-tlsa.ts'

/**
 * none      DNSSEC does not vouch for the host, or it has no TLSA records
 * match     the certificate must match one of these
 * encrypt   there are records, none of which SMTP can use: TLS is a must, with any certificate
 * unknown   DNS could not say: an attacker may be holding the records back, so the host is not used
 */
export type DaneFinding =
  | { readonly kind: 'none' }
  | { readonly kind: 'match'; readonly records: readonly TlsaRecord[] }
  | { readonly kind: 'encrypt' }
  | { readonly kind: 'unknown'; readonly code: string }

/** Never rejects. Asks nothing where MX or addresses came without DNSSEC: nine in ten domains. */
export async function findDane(host: MxHost, port: number, dns: DnsLookUps): Promise<DaneFinding> {
  if (!host.authenticated || !host.addressesAuthenticated) return { kind: 'none' }
  try {
    const { records, authenticated } = await dns.lookUp(`_${port}._tcp.${host.host}`, 'TLSA')
    if (!authenticated) return { kind: 'none' }
    const usable = usableTlsa(records)
    return usable.length > 0 ? { kind: 'match', records: usable } : { kind: 'encrypt' }
  } catch (error) {
    if (isAbsence(error)) return { kind: 'none' }
    return { kind: 'unknown', code: (error as { code?: string }).code ?? 'no answer' }
  }
}
