/** Which domains could be the office's own. Pure. */

export interface DomainHints {
  readonly hostname: string
  /** Configured ones come first. */
  readonly localDomains: readonly string[]
  /** Patterns that accounts and networks may send as: "*@office.test". */
  readonly senderPatterns: readonly string[]
  /** Envelope senders of messages that were seen. */
  readonly senders: readonly string[]
}

const MOST = 8
/** Names that no mail is addressed to from elsewhere (RFC 6762, RFC 8375, RFC 6761), and what routers make up. */
const UNUSABLE =
  /(^|\.)(local|localdomain|lan|home|home\.arpa|internal|intranet|invalid|localhost|fritz\.box)$/i
/** Everybody's: an office that sends from there owns none of it. */
const FREE_MAIL =
  /^(gmail\.com|googlemail\.com|outlook\.com|hotmail\.com|live\.com|yahoo\.[a-z.]+|icloud\.com|me\.com|gmx\.[a-z]+|web\.de|t-online\.de|aol\.com|proton\.me|protonmail\.com)$/i

export function guessDomains(hints: DomainHints): string[] {
  const candidates = [
    ...hints.localDomains,
    ...hints.senderPatterns.map(domainOf),
    ...hints.senders.map(domainOf),
    parentOf(hints.hostname),
  ]
  const found = candidates.filter((domain) => domain !== null && isUsable(domain)) as string[]
  return [...new Set(found.map((domain) => domain.toLowerCase()))].slice(0, MOST)
}

function domainOf(text: string): string | null {
  const domain = text.slice(text.lastIndexOf('@') + 1).replace(/^\*\./, '')
  return domain.includes('*') || domain === '<>' ? null : domain
}

/** "relay.office.example" belongs to office.example; of a name with two parts that is itself. */
function parentOf(hostname: string): string | null {
  const labels = hostname.split('.')
  if (labels.length < 2 || /^[\d.]+$/.test(hostname)) return null
  return labels.length === 2 ? hostname : labels.slice(1).join('.')
}

function isUsable(domain: string): boolean {
  return domain.includes('.') && !UNUSABLE.test(domain) && !FREE_MAIL.test(domain)
}
