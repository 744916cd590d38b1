/** xtext (RFC 3461 §4): printable ASCII in which "+2B" stands for an octet. */

/** The octets as UTF-8 text; null where it is no xtext, or hides a control character in it. */
export function decodeXtext(text: string): string | null {
  if (!/^(?:[\x21-\x2a\x2c-\x3c\x3e-\x7e]|\+[0-9A-F]{2})*$/.test(text)) return null
  const octets = text.replace(/\+([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  const decoded = Buffer.from(octets, 'latin1').toString('utf8')
  return /[\p{Cc}\ufffd]/u.test(decoded) ? null : decoded
}
