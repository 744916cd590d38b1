/**
 * Why TLS failed, of OpenSSL's "…:error:0A000102:SSL routines:tls_early_post_process_client_hello:unsupported protocol:…"
 * and of BoringSSL's (Electron) "…:error:100000f0:SSL routines:OPENSSL_internal:UNSUPPORTED_PROTOCOL:…": "unsupported
 * protocol". null where the text is of neither.
 */
export function sslReason(message: string): string | null {
  const reason = /:SSL routines:[^:]*:([^:]+)/.exec(message)?.[1]?.trim()
  return reason?.replaceAll('_', ' ').toLowerCase() ?? null
}
