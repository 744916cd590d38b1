/**
 * Is this request for us, and from a page of ours? Pure. The Host check stops DNS rebinding: a page of a stranger's name
 * that resolves to us carries that name in Host. The Origin check stops other pages (also of other ports of this
 * computer, to which SameSite cookies do go) from calling in a signed-in person's name.
 */
import { isIP } from 'node:net'

export interface RequestFacts {
  readonly method: string
  readonly host: string | undefined
  readonly origin: string | undefined
  /** Sec-Fetch-Site: what the browser says of the page that asks. Other programs say nothing. */
  readonly site: string | undefined
  /** How the caller shows who it is. */
  readonly credential: 'token' | 'cookie' | 'none'
  readonly webSocket: boolean
}

export type Refusal = { readonly status: 401 | 403 | 421; readonly text: string } | null

/** `names` are the names of this computer, besides localhost and its addresses. */
export function checkHost(host: string | undefined, names: readonly string[]): Refusal {
  const name = hostName(host)
  if (name !== null && isOurs(name, names)) return null
  return {
    status: 421,
    text: 'Mailroom does not answer to this name. Open it by address or by the name of its computer.',
  }
}

export function checkCaller(facts: RequestFacts): Refusal {
  if (isOfAnotherPage(facts)) return { status: 403, text: 'This page may not call Mailroom.' }
  if (facts.credential === 'none')
    return { status: 401, text: 'Sign in first: open the link that "mailroom console" prints.' }
  const changes = facts.webSocket || (facts.method !== 'GET' && facts.method !== 'HEAD')
  // Browsers always name the origin of such requests; a cookie without one comes from no page of ours.
  if (facts.credential === 'cookie' && changes && facts.origin === undefined)
    return { status: 403, text: 'A signed-in page must name its origin.' }
  return null
}

/** A picture or script of another page is fetched without Origin, and with the cookie where it is of the same site. */
function isOfAnotherPage({ origin, host, site }: RequestFacts): boolean {
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  return origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`
}

/** Host without port, brackets and final dot; null where it is none. */
function hostName(host: string | undefined): string | null {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]/@\s]+))(?::\d{1,5})?$/.exec(host ?? '')
  return match ? (match[1] ?? match[2] ?? '').toLowerCase().replace(/\.$/, '') : null
}

/** An address cannot be rebound; a name must be known. */
function isOurs(name: string, names: readonly string[]): boolean {
  if (isIP(name) !== 0 || name === 'localhost' || name.endsWith('.localhost')) return true
  return names.some((ours) => ours.toLowerCase() === name)
}
