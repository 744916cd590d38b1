/** One certificate, shown with today's TLS and, to devices that are too old for it, with that of their time. */
import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls'
import { SECURE_DEFAULTS } from './secure-defaults.ts'

export interface TlsContexts {
  readonly modern: SecureContext
  /** For clients whose device profile has "old-tls"; null where this computer's TLS library has no TLS 1.0. */
  readonly old: SecureContext | null
}

/** Throws the library's error where certificate and key cannot be used. */
export function tlsContexts(material: SecureContextOptions): TlsContexts {
  return { modern: createSecureContext({ ...SECURE_DEFAULTS, ...material }), old: oldContext(material) }
}

/**
 * The security level is OpenSSL's: from 1 on it refuses SHA-1 signatures, without which there is no TLS 1.0.
 * BoringSSL (Electron has it) knows no levels.
 */
const OLD_CIPHERS = ['ALL:!aNULL:!eNULL:@SECLEVEL=0', 'ALL:!aNULL:!eNULL']

function oldContext(material: SecureContextOptions): SecureContext | null {
  for (const ciphers of OLD_CIPHERS) {
    try {
      return createSecureContext({ ...SECURE_DEFAULTS, minVersion: 'TLSv1', ciphers, ...material })
    } catch {
      // The next one, or none: the session says so where somebody needs it.
    }
  }
  return null
}
