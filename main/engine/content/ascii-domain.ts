import { domainToASCII } from 'node:url'

/** A name of letters, digits, hyphens and underscores: what else there is, URLs would cut away or decode. */
const NAME = /^[\p{L}\p{M}\p{N}_.-]+$/u

/** The ASCII form of a domain (RFC 5890), in lower case; '' where it is no domain name. */
export function asciiDomain(domain: string): string {
  if (!NAME.test(domain)) return ''
  const ascii = /^[\x21-\x7e]+$/.test(domain) ? domain : domainToASCII(domain)
  return /^[\w.-]+$/.test(ascii) ? ascii.toLowerCase() : ''
}
