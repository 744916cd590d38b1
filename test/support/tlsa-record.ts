import { createHash, X509Certificate } from 'node:crypto'
import type { TlsaRecord } from '../../main/engine/ports.ts'

/** The record for a certificate (PEM): its key (selector 1) or the whole of it (0), as SHA-256, SHA-512 or as it is. */
export function tlsaRecord(pem: string, usage: number, selector = 1, matchingType = 1): TlsaRecord {
  const certificate = new X509Certificate(pem)
  const whole =
    selector === 1 ? certificate.publicKey.export({ type: 'spki', format: 'der' }) : certificate.raw
  const data =
    matchingType === 0
      ? whole
      : createHash(matchingType === 1 ? 'sha256' : 'sha512')
          .update(whole)
          .digest()
  return { usage, selector, matchingType, data }
}
