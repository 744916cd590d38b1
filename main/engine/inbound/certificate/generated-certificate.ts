/** The certificate that Mailroom makes itself: kept in storage, renewed in time, the authority left as it is. */
import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import type { InboundDependencies } from '../inbound.ts'
import { coveredNames } from './covered-names.ts'
import { createAuthority, issueCertificate, type KeyedCertificate } from './own-authority.ts'

export interface GeneratedCertificate {
  readonly server: KeyedCertificate
  readonly authorityPem: string
}

const AUTHORITY_KEY = 'certificate:authority'
const SERVER_KEY = 'certificate:server'

const DAY = 86_400_000
const RENEW_BEFORE = 30 * DAY
/** The authority must outlive every certificate that it issues. */
const RENEW_AUTHORITY_BEFORE = 400 * DAY

type Needs = {
  readonly storage: Pick<InboundDependencies['storage'], 'getValue' | 'setValue'>
  readonly ports: Pick<InboundDependencies['ports'], 'clock' | 'secrets' | 'logger'>
}

/** What is stored if it still serves, else a new one. The first name is the common name. */
export async function generatedCertificate(
  needs: Needs,
  names: readonly string[],
): Promise<GeneratedCertificate> {
  const wanted = certifiable(names)
  const now = needs.ports.clock.now()
  const authority = (await load(needs, AUTHORITY_KEY, (leaf) =>
    lasts(leaf, now, RENEW_AUTHORITY_BEFORE),
  )) ?? {
    ...(await createAuthority(wanted[0] ?? 'localhost', now)),
    fresh: true,
  }
  if ('fresh' in authority) await save(needs, AUTHORITY_KEY, authority)
  const issuer = new X509Certificate(authority.certificatePem)
  const serves = (leaf: X509Certificate) =>
    lasts(leaf, now, RENEW_BEFORE) && covers(leaf, wanted) && leaf.verify(issuer.publicKey)
  const stored = await load(needs, SERVER_KEY, serves)
  if (stored) return { server: stored, authorityPem: authority.certificatePem }
  const server = await issueCertificate(authority, wanted, now)
  await save(needs, SERVER_KEY, server)
  needs.ports.logger.info('a new certificate was made for the listeners', { names: wanted })
  return { server, authorityPem: authority.certificatePem }
}

/** Names as a certificate has them (RFC 5280 §4.2.1.6), once each; what is no name is left out. */
function certifiable(names: readonly string[]): string[] {
  const written = names.map((name) => (isIP(name) ? name : domainToASCII(name).toLowerCase()))
  const valid = written.filter((name) => isIP(name) || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name))
  return [...new Set(valid)]
}

function lasts(leaf: X509Certificate, now: number, margin: number): boolean {
  return Date.parse(leaf.validFrom) <= now && Date.parse(leaf.validTo) - margin > now
}

/** Names that went away do no harm; those that came must be in it. */
function covers(leaf: X509Certificate, wanted: readonly string[]): boolean {
  const covered = new Set(coveredNames(leaf))
  return wanted.every((name) => covered.has(name))
}

async function load(
  needs: Needs,
  name: string,
  serves: (leaf: X509Certificate) => boolean,
): Promise<KeyedCertificate | null> {
  const text = await needs.storage.getValue(name)
  if (text === null) return null
  try {
    const { certificate, sealedKey } = JSON.parse(text) as { certificate: string; sealedKey: string }
    if (!serves(new X509Certificate(certificate))) return null
    return { certificatePem: certificate, keyPem: await needs.ports.secrets.open(sealedKey) }
  } catch (error) {
    // Sealed by another user or computer, for instance after the data folder was moved.
    needs.ports.logger.warn(`the stored ${name} cannot be used; a new one is made`, { error: String(error) })
    return null
  }
}

async function save(needs: Needs, name: string, material: KeyedCertificate): Promise<void> {
  const sealedKey = await needs.ports.secrets.seal(material.keyPem)
  await needs.storage.setValue(name, JSON.stringify({ certificate: material.certificatePem, sealedKey }))
}
