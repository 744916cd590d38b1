/**
 * Mail addresses as the envelope has them: `local-part@domain` without angle brackets (RFC 5321 §4.1.2). The null
 * reverse-path is the empty string. The local part keeps its case; the domain compares without it.
 */

/** Splits at the last "@", so that a quoted local part may hold one. Domain is lower case; '' where there is none. */
export function splitAddress(address: string): { readonly local: string; readonly domain: string } {
  const at = address.lastIndexOf('@')
  if (at < 0) return { local: address, domain: '' }
  return { local: address.slice(0, at), domain: address.slice(at + 1).toLowerCase() }
}

export function domainOf(address: string): string {
  return splitAddress(address).domain
}

/**
 * Does an address match a pattern? `*` stands for any run of characters that has no "@"; both sides compare without
 * case. A pattern without "@" is a domain: "office.test" is that domain, "*.office.test" those below it. `*` alone
 * matches every address, and `<>` the null sender.
 */
export function matchesAddress(pattern: string, address: string): boolean {
  if (pattern === '*') return true
  if (pattern === '<>') return address === ''
  const { local, domain } = splitAddress(address)
  const at = pattern.lastIndexOf('@')
  if (at < 0) return matchesWildcard(pattern, domain)
  return matchesWildcard(pattern.slice(0, at), local) && matchesWildcard(pattern.slice(at + 1), domain)
}

/** `*` matches any run of characters, also none; everything else is literal. Without case. Linear time. */
export function matchesWildcard(pattern: string, text: string): boolean {
  const parts = pattern.toLowerCase().split('*')
  const subject = text.toLowerCase()
  const first = parts[0] ?? ''
  const last = parts.at(-1) ?? ''
  if (parts.length === 1) return subject === first
  if (subject.length < first.length + last.length) return false
  if (!subject.startsWith(first) || !subject.endsWith(last)) return false
  let position = first.length
  const end = subject.length - last.length
  for (const part of parts.slice(1, -1)) {
    const found = subject.indexOf(part, position)
    if (found < 0 || found + part.length > end) return false
    position = found + part.length
  }
  return true
}
