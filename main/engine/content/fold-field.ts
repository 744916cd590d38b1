/** Octets that a line should not exceed (RFC 5322 §2.1.1). */
const PREFERRED = 76

/**
 * "Name: value" as lines that end with CRLF, broken before white space (RFC 5322 §2.2.3); unfolding gives the same text
 * again. A word that is longer than a line stays whole. Throws RangeError where the text holds a line break or NUL:
 * nothing that is put together here may begin a field of its own.
 */
export function foldField(text: string): string {
  if (/[\r\n\0]/.test(text)) throw new RangeError('A header field is one line of text')
  // The first word stays with the name: some programs do not see a value that begins on the second line.
  const words = text.trimEnd().match(/^\S*\s*\S*|\s+\S+/g) ?? []
  const lines: string[] = []
  for (const word of words) {
    const line = lines.at(-1)
    if (line !== undefined && Buffer.byteLength(line + word) <= PREFERRED)
      lines[lines.length - 1] = line + word
    else lines.push(word)
  }
  return `${lines.join('\r\n')}\r\n`
}
