const ACCENTS: Readonly<Record<string, string>> = {
  a: 'á',
  c: 'ç',
  e: 'é',
  i: 'í',
  n: 'ñ',
  o: 'ö',
  s: 'š',
  u: 'ü',
  y: 'ý',
  A: 'Á',
  C: 'Ç',
  E: 'É',
  I: 'Í',
  N: 'Ñ',
  O: 'Ö',
  S: 'Š',
  U: 'Ü',
}

/** English with accents, about a third longer, in brackets; what is inside braces of ICU messages keeps working. */
export function pseudoText(english: string): string {
  let depth = 0
  let accented = ''
  for (const letter of english) {
    if (letter === '{') depth += 1
    if (letter === '}') depth -= 1
    // Every second level of braces is text again: {count, plural, one {# message} other {# messages}}.
    accented += depth % 2 === 0 ? (ACCENTS[letter] ?? letter) : letter
  }
  return `[${accented}${'~'.repeat(Math.ceil(english.length / 4))}]`
}
