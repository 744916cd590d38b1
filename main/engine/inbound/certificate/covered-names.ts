import type { X509Certificate } from 'node:crypto'
import { normalizeAddress } from '../client-network.ts'

/** DNS names and IP addresses of a certificate's subjectAltName, as people write them. */
export function coveredNames(certificate: X509Certificate): string[] {
  return (certificate.subjectAltName ?? '')
    .split(', ')
    .map((entry) => /^(DNS|IP Address):(.*)$/.exec(entry))
    .filter((match) => match !== null)
    .map((match) => (match[1] === 'DNS' ? (match[2] ?? '').toLowerCase() : canonicalAddress(match[2] ?? '')))
}

/** OpenSSL writes 0:0:0:0:0:0:0:1 for what others write as ::1. */
function canonicalAddress(address: string): string {
  return normalizeAddress(address)
}
