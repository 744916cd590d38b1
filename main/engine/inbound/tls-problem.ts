/** Why TLS with a client failed, in words: OpenSSL's own are for programmers. Pure. */
import { sslReason } from '../ssl-reason.ts'

/** What a client that looks at the certificate misses, and what helps. */
export const DISTRUST =
  'does not trust the certificate of this server; give it the authority that signed the certificate, or the server a certificate that it trusts, and have it connect by a name that stands in it'

/** By the reason that OpenSSL names; "alert" is what the client said of us. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [
    /unsupported protocol|no shared cipher|version too low|unknown protocol|no suitable signature/i,
    'the client knows only TLS older than 1.2, or only ciphers of that time; new firmware would help, or "old-tls" in the device profile of its network',
  ],
  [
    /alert protocol version|alert handshake failure|alert insufficient security/i,
    'the client takes no TLS version and cipher that this server has; look at its TLS settings, or update it',
  ],
  [
    /alert (unknown ca|bad certificate|certificate unknown|certificate expired|unsupported certificate)/i,
    `the client ${DISTRUST}`,
  ],
  // OpenSSL's clients say so in the clear, even where all is encrypted by then; BoringSSL reads only that it is too short.
  [/bad packet length$/i, `most likely the client ${DISTRUST}`],
  [
    /http request|wrong version number|packet length too long|bad record type|unexpected message/i,
    'the client did not begin with TLS; set it to SSL/TLS on this port, or to a port with STARTTLS',
  ],
]

/**
 * What happened to the handshake or the connection; the error's own text where it is not one of TLS. smtp-server puts its
 * own words in place of some of OpenSSL's, and keeps those in `meta`.
 */
export function tlsProblem(
  error: Error & { readonly meta?: { readonly message?: string | undefined } | undefined },
): string {
  const reason = sslReason(error.meta?.message ?? error.message)
  if (reason === null) return error.message
  const known = WORDS.find(([pattern]) => pattern.test(reason))
  return known ? `${known[1]} (${reason})` : reason
}
