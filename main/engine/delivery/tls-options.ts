import tls, { type SecureContext } from 'node:tls'
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'
import type { TlsPolicy } from '../../../shared/domain/route.ts'

/** TLS of one connection, in nodemailer's terms. */
export type TlsOptions = Pick<
  SMTPConnectionOptions,
  'secure' | 'ignoreTLS' | 'requireTLS' | 'opportunisticTLS' | 'tls'
>

/**
 * `implicit` is TLS from the first octet, which then no policy can leave out. Only "required" verifies, against
 * `trusted`; the others still learn whether the certificate would verify, for the transcript.
 */
export function tlsOptions(policy: TlsPolicy, implicit: boolean, trusted: () => SecureContext): TlsOptions {
  if (policy === 'never' && !implicit) return { secure: false, ignoreTLS: true }
  const verification = { secureContext: trusted(), rejectUnauthorized: policy === 'required' }
  if (implicit) return { secure: true, tls: verification }
  return policy === 'opportunistic'
    ? { secure: false, opportunisticTLS: true, tls: verification }
    : { secure: false, requireTLS: true, tls: verification }
}

/** Roots of Node, of the system where this Node can read them, and further ones. Parsed once: it takes milliseconds. */
export function createTrustedContext(furtherRoots: readonly string[]): SecureContext {
  return tls.createSecureContext({ ca: [...tls.rootCertificates, ...systemRoots(), ...furtherRoots] })
}

/** Node 20 of the development Electron has no such function; 22.15 and later have. */
function systemRoots(): readonly string[] {
  try {
    return typeof tls.getCACertificates === 'function' ? tls.getCACertificates('system') : []
  } catch {
    return []
  }
}
