/** RFC 5321 §4.5.3.1.5: octets of a reply line; code and enhanced code go off it. */
const LONGEST_TEXT = 490

/** Text as it may stand in a reply: one line, ASCII unless the client speaks SMTPUTF8 (RFC 6531 §3.7.4.2). */
export function wireText(text: string, smtpUtf8: boolean): string {
  const plain = smtpUtf8 ? text.replace(/\p{Cc}/gu, ' ') : text.replace(/[^\x20-\x7e]/gu, '?')
  return plain.length > LONGEST_TEXT ? `${plain.slice(0, LONGEST_TEXT - 3)}...` : plain
}
