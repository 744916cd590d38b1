/**
 * Signing in to the web console. The printed URL carries the token after "#", which no server log sees; it is
 * exchanged for a cookie and taken out of the address bar at once.
 */

/** The token in "#token=…" or in a whole console URL, or the text itself; null where there is none. */
export function tokenFrom(text: string): string | null {
  const hash = text.includes('#') ? text.slice(text.indexOf('#') + 1) : text
  const named = new URLSearchParams(hash).get('token')
  if (named !== null) return named === '' ? null : named
  if (text.includes('#') || text.includes('/') || text.trim() === '') return null
  return text.trim()
}

/** Takes the token out of the address bar and its history entry; null where there was none. */
export function takeTokenFromLocation(page: Window): string | null {
  if (!page.location.hash.startsWith('#token=')) return null
  const token = tokenFrom(page.location.hash)
  page.history.replaceState(null, '', page.location.pathname + page.location.search)
  return token
}

export type SignInResult = 'signed-in' | 'refused' | 'unreachable'

/** Exchanges the token for the session cookie. */
export async function signIn(token: string, send: typeof fetch = fetch): Promise<SignInResult> {
  try {
    const response = await send('/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      credentials: 'same-origin',
      body: JSON.stringify({ token }),
    })
    return response.ok ? 'signed-in' : 'refused'
  } catch {
    return 'unreachable'
  }
}
