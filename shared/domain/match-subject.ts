import { matchesWildcard } from './address.ts'

/** As the full-text index splits: runs of letters, digits, private characters and marks. */
const WORD = /[\p{L}\p{N}\p{Co}\p{M}]+/gu
const MARK = /\p{M}/gu

/**
 * Does a subject have these words in a row, the last of which may go on ("invoice 20" finds "Re: Invoice 2026-17")?
 * Without case and diacritics. With a `*` it is a pattern over all of the subject. Nothing but signs finds nothing.
 */
export function matchesSubject(wanted: string, subject: string): boolean {
  if (wanted.includes('*')) return matchesWildcard(wanted, subject)
  const words = wordsOf(wanted)
  const last = words.at(-1)
  if (last === undefined) return false
  const found = wordsOf(subject)
  return found.some((_, start) =>
    words.every((word, offset) => {
      const one = found[start + offset]
      if (one === undefined) return false
      return offset === words.length - 1 ? one.startsWith(last) : one === word
    }),
  )
}

function wordsOf(text: string): readonly string[] {
  return text.normalize('NFD').replace(MARK, '').toLowerCase().match(WORD) ?? []
}
