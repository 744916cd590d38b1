/** What a report returns of the message it is about: all of a small one that asked for it, else its header. Pure. */

/** Octets up to which the original is read and returned. */
export const RETURN_LIMIT = 64 * 1024

/**
 * full     message/rfc822, which may not be encoded (RFC 2046 §5.2.1), so only of 7-bit originals
 * headers  text/rfc822-headers (RFC 6522 §4), any octets
 * global, global-headers  the same of a message with SMTPUTF8: message/global and message/global-headers (RFC 6533 §4, §5)
 * nothing  the body is gone, or has no header
 */
export type OriginalPart =
  | { readonly kind: 'full'; readonly content: string }
  | { readonly kind: 'headers'; readonly content: string }
  | { readonly kind: 'global'; readonly content: string }
  | { readonly kind: 'global-headers'; readonly content: string }
  | { readonly kind: 'nothing' }

/** `start` is the first RETURN_LIMIT octets of the original, `size` the whole. */
export function originalPart(
  start: Uint8Array,
  size: number,
  { ret, smtpUtf8 }: { readonly ret: 'full' | 'hdrs' | null; readonly smtpUtf8: boolean },
): OriginalPart {
  const text = new TextDecoder('utf-8').decode(start)
  const isWhole = ret === 'full' && size <= start.length
  if (isWhole && isSevenBit(text)) return { kind: 'full', content: text }
  // What is no UTF-8 was replaced in decoding, and would not be returned as it was.
  if (isWhole && smtpUtf8 && !text.includes('\ufffd')) return { kind: 'global', content: text }
  const content = headerOf(text)
  if (content === '') return { kind: 'nothing' }
  const isGlobal = smtpUtf8 && /\P{ASCII}/u.test(content)
  return { kind: isGlobal ? 'global-headers' : 'headers', content }
}

/** Up to the blank line; where that lies beyond what was read, up to the last whole line. */
function headerOf(text: string): string {
  if (text.startsWith('\r\n')) return ''
  const blank = text.indexOf('\r\n\r\n')
  const end = blank >= 0 ? blank : text.lastIndexOf('\r\n')
  return end < 0 ? '' : text.slice(0, end + 2).replaceAll('\0', '')
}

/** RFC 5321 §4.5.3.1.6 and RFC 2045 §2.7: short lines of ASCII without NUL, ended by CRLF and nothing else. */
function isSevenBit(text: string): boolean {
  if (text.includes('\0') || /\P{ASCII}/u.test(text)) return false
  return text.split('\r\n').every((line) => line.length <= 998 && !/[\r\n]/.test(line))
}
