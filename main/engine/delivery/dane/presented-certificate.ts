import { X509Certificate } from 'node:crypto'
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls'
import type { PresentedCertificate } from './match-certificate.ts'

/** Certificates of a chain, at most. */
const LONGEST_CHAIN = 20

/**
 * What the other side showed in the handshake; null where it showed nothing. One question only: after
 * getPeerX509Certificate, Node 24 no longer gives the chain.
 */
export function presentedCertificate(socket: TLSSocket): PresentedCertificate | null {
  let shown: DetailedPeerCertificate = socket.getPeerCertificate(true)
  if (!shown?.raw) return null
  const certificate = new X509Certificate(shown.raw)
  const chain: X509Certificate[] = []
  // A self-signed certificate names itself as its issuer.
  while (shown.issuerCertificate && shown.issuerCertificate !== shown && chain.length < LONGEST_CHAIN) {
    shown = shown.issuerCertificate
    if (shown.raw) chain.push(new X509Certificate(shown.raw))
  }
  return { certificate, chain }
}
