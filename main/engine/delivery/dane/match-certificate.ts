/**
 * Does a host's certificate match its TLSA records (RFC 7672 §3)? The matching and the signatures of the path are
 * mx-connect's; what it leaves to its caller is here: names and dates, which count for trust anchors (usage 2) and do
 * not for host certificates (usage 3), and that nobody signs who is no authority.
 */
import type { X509Certificate } from 'node:crypto'
import { verifyCertAgainstTlsa } from 'mx-connect/lib/dane.js'
import type { TlsaRecord } from '../../ports.ts'
import { DANE_EE, DANE_TA } from './usable-tlsa.ts'

export interface PresentedCertificate {
  readonly certificate: X509Certificate
  /** As the host sent them, without the certificate itself. */
  readonly chain: readonly X509Certificate[]
}

export interface DaneDemand {
  readonly records: readonly TlsaRecord[]
  /** Names of which a certificate below a trust anchor must have one: MX host and domain (RFC 7672 §3.2.2). */
  readonly names: readonly string[]
}

/** "3 1 1" of the record that matches; null where none does. `now` in milliseconds since 1970. Pure. */
export function matchCertificate(
  { certificate, chain }: PresentedCertificate,
  { records, names }: DaneDemand,
  now: number,
): string | null {
  const ofHost = records.filter(({ usage }) => usage === DANE_EE)
  const host = ofHost.length > 0 ? verifyCertAgainstTlsa(certificate, ofHost.map(toMxConnect)) : null
  if (host?.valid) return describe(host.matchedRecord)
  const anchors = records.filter(({ usage }) => usage === DANE_TA)
  if (anchors.length === 0 || !isValidAt(certificate, now)) return null
  if (!names.some((name) => certificate.checkHost(name, { subject: 'never' }) !== undefined)) return null
  const authorities = chain.filter((issuer) => issuer.ca && isValidAt(issuer, now))
  const anchor = verifyCertAgainstTlsa(certificate, anchors.map(toMxConnect), authorities)
  return anchor.valid ? describe(anchor.matchedRecord) : null
}

function isValidAt(certificate: X509Certificate, now: number): boolean {
  return Date.parse(certificate.validFrom) <= now && now <= Date.parse(certificate.validTo)
}

function toMxConnect({ usage, selector, matchingType, data }: TlsaRecord) {
  return { usage, selector, mtype: matchingType, cert: Buffer.from(data) }
}

function describe(record: { usage: number; selector: number; mtype: number } | null): string | null {
  return record ? `${record.usage} ${record.selector} ${record.mtype}` : null
}
