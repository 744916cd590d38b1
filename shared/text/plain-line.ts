/**
 * A text of others on one line, for what the system draws (menus, notices): no control characters, line ends, signs that
 * turn or hide text, no half characters. Joiners stay, emoji are made of them. At most `longest` UTF-16 units. Pure.
 */
export function plainLine(text: string, longest: number): string {
  // What is cut is looked at no further; signs that fall out make room for as many again.
  const line = text
    .slice(0, longest * 4)
    .replace(/(?![\u200c\u200d])\p{Cf}/gu, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/\p{Cs}/gu, '\ufffd')
    .trim()
  if (line.length <= longest && text.length <= longest * 4) return line
  return `${line
    .slice(0, longest - 1)
    .replace(/\p{Cs}$/u, '')
    .trimEnd()}…`
}
