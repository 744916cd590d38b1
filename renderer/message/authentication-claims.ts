/** Authentication-Results fields (RFC 8601) as results with words for people. Pure. */
import type { MessageContent } from '../../shared/contract/content.ts'
import { t } from '../text/t.ts'

export interface AuthenticationClaim {
  /** spf, dkim, dmarc, arc, … */
  readonly method: string
  /** pass, fail, … */
  readonly result: string
  /** "smtp.mailfrom=office.test" and what else it says. */
  readonly detail: string
  /** Who checked: the authserv-id. */
  readonly by: string
}

/** Of all fields, the topmost first: that one was added last. */
export function authenticationClaims(headers: MessageContent['headers']): readonly AuthenticationClaim[] {
  return headers
    .filter(({ name }) => name.toLowerCase() === 'authentication-results')
    .flatMap(({ value }) => claimsOf(value))
    .slice(0, 50)
}

export function claimsOf(value: string): readonly AuthenticationClaim[] {
  const [server = '', ...results] = value.replace(/\s+/g, ' ').slice(0, 8_000).split(';')
  const by = server.trim().split(' ')[0] ?? ''
  return results.flatMap((text) => {
    const found = /^\s*([a-z][\w-]*)\s*(?:\/\s*\d+\s*)?=\s*([a-z]+)\b(.*)$/i.exec(text)
    if (!found) return []
    const [, method = '', result = '', detail = ''] = found
    return [{ method: method.toLowerCase(), result: result.toLowerCase(), detail: detail.trim(), by }]
  })
}

export function claimTone(result: string): 'ok' | 'bad' | 'warn' | 'plain' {
  if (result === 'pass') return 'ok'
  if (result === 'fail' || result === 'permerror') return 'bad'
  return result === 'softfail' || result === 'temperror' || result === 'policy' ? 'warn' : 'plain'
}

/** What a result means, for somebody who has never read the RFC. */
export function claimMeaning({ method, result }: Pick<AuthenticationClaim, 'method' | 'result'>): string {
  if (result === 'temperror') return t('The check could not be made: DNS did not answer in time.')
  if (result === 'permerror') return t('The check could not be made: the records of the domain are wrong.')
  return MEANINGS[`${method} ${result}`]?.() ?? (result === 'none' ? (NONE[method]?.() ?? '') : '')
}

const MEANINGS: Readonly<Record<string, () => string>> = {
  'spf pass': () => t('The server that sent it may send for the domain of the sender.'),
  'spf fail': () => t('The domain of the sender says that this server may not send for it.'),
  'spf softfail': () => t('The domain of the sender says that this server probably should not send for it.'),
  'spf neutral': () => t('The domain of the sender does not say whether this server may send for it.'),
  'dkim pass': () => t('It is signed, and has not been changed since.'),
  'dkim fail': () => t('Its signature does not fit: it was changed on its way, or the signature is false.'),
  'dkim neutral': () => t('It is signed in a way that cannot be checked.'),
  'dkim policy': () => t('It is signed in a way that is not accepted, with a short key for example.'),
  'dmarc pass': () => t('The domain that the reader sees as the author is proved by SPF or DKIM.'),
  'dmarc fail': () => t('Nothing proves the domain that the reader sees as the author: it may be forged.'),
}

const NONE: Readonly<Record<string, () => string>> = {
  spf: () => t('The domain of the sender does not say which servers may send for it.'),
  dkim: () => t('It is not signed.'),
  dmarc: () => t('The domain of the author does not say what is to be done with forged mail.'),
}
