/** Where an issuer's public keys are: its discovery document (OpenID Connect Discovery 1.0 §4), over verified TLS. */
import { z } from 'zod'

/** Milliseconds that an issuer has for an answer. */
export const ISSUER_TIMEOUT = 5_000

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url() })

/** Rejects where the document cannot be had or is not of this issuer. */
export async function discoverKeys(issuer: string): Promise<URL> {
  const response = await fetch(discoveryAddress(requireVerifiable(issuer)), {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(ISSUER_TIMEOUT),
  })
  if (!response.ok)
    throw new Error(`the discovery document of ${issuer} was answered with ${response.status}`)
  const document = discoverySchema.parse(await response.json())
  if (document.issuer !== issuer)
    throw new Error(`the discovery document of ${issuer} names another issuer: ${document.issuer}`)
  return requireVerifiable(document.jwks_uri)
}

/** Behind the issuer's path, if it has one (§4.1). */
function discoveryAddress(issuer: URL): URL {
  return new URL(`${issuer.href.replace(/\/$/, '')}/.well-known/openid-configuration`)
}

/** Is what this address answers surely of its owner: TLS, or this computer? */
export function isVerifiable(address: string): boolean {
  const { protocol, hostname } = new URL(address)
  if (protocol === 'https:') return true
  return protocol === 'http:' && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)
}

function requireVerifiable(address: string): URL {
  if (!isVerifiable(address)) throw new Error(`${address} is not https, so nobody knows whose keys it shows`)
  return new URL(address)
}
