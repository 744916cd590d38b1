import { matchesWildcard } from './address.ts'

/** As the full-text index splits: runs of letters, digits, private characters and marks. */
const WORD = /[\p{L}\p{N}\p{Co}\p{M}]+/gu
const MARK = /\p{M}/gu
/** Most text is, and has nothing to take apart. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
const ASCII = /^[\x00-\x7f]*$/

/**
 * Does a subject have these words in a row, the last of which may go on ("invoice 20" finds "Re: Invoice 2026-17")?
 * Without case and diacritics. With a `*` it is a pattern over all of the subject. Nothing but signs finds nothing.
 */
export function matchesSubject(wanted: string, subject: string): boolean {
  if (wanted.includes('*')) return matchesWildcard(wanted, subject)
  return hasPhrase(wordsOf(subject), wordsOf(wanted))
}

/**
 * Does one of the texts have each piece of what is wanted (pieces stand between spaces), as words in a row of which the
 * last may go on? As the full-text index finds them.
 */
export function matchesWords(wanted: string, texts: readonly string[]): boolean {
  const phrases = wanted
    .split(/\s+/)
    .map(wordsOf)
    .filter((words) => words.length > 0)
  const found = texts.map(wordsOf)
  return phrases.length > 0 && phrases.every((words) => found.some((text) => hasPhrase(text, words)))
}

function hasPhrase(found: readonly string[], words: readonly string[]): boolean {
  const last = words.at(-1)
  if (last === undefined) return false
  return found.some((_, start) =>
    words.every((word, offset) => {
      const one = found[start + offset]
      if (one === undefined) return false
      return offset === words.length - 1 ? one.startsWith(last) : one === word
    }),
  )
}

function wordsOf(text: string): readonly string[] {
  const plain = ASCII.test(text) ? text : text.normalize('NFD').replace(MARK, '')
  return plain.toLowerCase().match(WORD) ?? []
}
