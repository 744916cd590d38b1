const CODES = /^([245]\d\d)(?:[ -](?:([245]\.\d{1,3}\.\d{1,3})(?= |$))?|$)/

/** "550 5.7.1 Relaying is refused": "550" and "5.7.1" (RFC 5321 §4.2, RFC 3463); nothing for what is no such reply. */
export function replyCodes(line: string): readonly string[] {
  const [, plain, enhanced] = CODES.exec(line) ?? []
  if (plain === undefined) return []
  return enhanced === undefined ? [plain] : [plain, enhanced]
}
