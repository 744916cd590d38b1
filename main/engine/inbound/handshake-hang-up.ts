/** A client that hangs up in the middle of the handshake: Node says so only to who reads. */
import type { TLSSocket } from 'node:tls'
import { DISTRUST } from './tls-problem.ts'

/**
 * Ends the socket with an error that says what it means, at once instead of when the time of the handshake is over. To be
 * called before anything else reads from the socket: what reads it later finds it flowing, and nothing is lost, because
 * nothing can be read before "secure".
 */
export function endOnHangUp(socket: TLSSocket): void {
  const hungUp = () => socket.destroy(new Error(whatItMeans(socket)))
  socket.once('end', hungUp)
  socket.once('secure', () => socket.off('end', hungUp))
  socket.resume()
}

/** A cipher is chosen with the client's first words, and the certificate goes out with the answer. */
function whatItMeans(socket: TLSSocket): string {
  const began = (socket.getCipher() as unknown) !== undefined
  return began
    ? `the client hung up when it had seen the certificate: most likely it ${DISTRUST}`
    : 'the client hung up before it began with TLS'
}
