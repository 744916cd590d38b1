/**
 * A sign-in by a browser on another computer: that browser is sent to a loopback address of its own, where nobody
 * listens. Pasted here, the address is asked for on this computer, where the engine does.
 */

/** Where the provider sends the browser, out of the address to sign in at; null where that is no loopback address. */
export function redirectOf(signInAddress: string): URL | null {
  const redirect = new URL(signInAddress).searchParams.get('redirect_uri') ?? ''
  if (!URL.canParse(redirect)) return null
  const url = new URL(redirect)
  return url.protocol === 'http:' && (url.hostname === '127.0.0.1' || url.hostname === 'localhost')
    ? url
    : null
}

/** What is wrong with the pasted address; null where it was passed on. Rejects where nobody listens. */
export async function passOn(pasted: string, signInAddress: string): Promise<string | null> {
  const expected = redirectOf(signInAddress)
  const isIt = expected !== null && URL.canParse(pasted) && new URL(pasted).origin === expected.origin
  if (!isIt) return `This is not the address that is waited for: it begins with ${expected?.origin ?? '…'}/?`
  const given = new URL(pasted)
  const response = await fetch(new URL(given.pathname + given.search, expected.origin), { redirect: 'error' })
  return response.ok
    ? null
    : 'This address belongs to another sign-in. Paste the one of the page that was opened last.'
}
