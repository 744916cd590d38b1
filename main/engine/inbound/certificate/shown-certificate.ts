import { X509Certificate } from 'node:crypto'
import { duplexPair } from 'node:stream'
import { connect, type SecureContext, TLSSocket } from 'node:tls'

/**
 * The certificate that a context shows, by asking it over an in-memory connection: nothing else tells it for a PFX,
 * and a handshake that works here works for clients. Rejects with the handshake's error.
 */
export function shownCertificate(secureContext: SecureContext): Promise<X509Certificate> {
  const [near, far] = duplexPair()
  return new Promise((resolve, reject) => {
    const server = new TLSSocket(far as never, { isServer: true, secureContext })
    const client = connect({ socket: near as never, rejectUnauthorized: false, servername: 'localhost' })
    const fail = (error: Error) => {
      server.destroy()
      client.destroy()
      reject(error)
    }
    server.once('error', fail)
    client.once('error', fail)
    client.once('secureConnect', () => {
      const der = client.getPeerCertificate().raw
      server
        .removeListener('error', fail)
        .on('error', () => undefined)
        .destroy()
      client
        .removeListener('error', fail)
        .on('error', () => undefined)
        .destroy()
      resolve(new X509Certificate(der))
    })
  })
}
