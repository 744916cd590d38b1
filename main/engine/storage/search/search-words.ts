/**
 * What people type becomes a query of the full-text index, and never its syntax: every word is quoted, and the last
 * one of each may go on ("off" finds "office"). Words are split as the index splits them (unicode61): runs of letters
 * and digits.
 */

const WORD = /[\p{L}\p{N}\p{Co}\p{M}]+/gu

/**
 * The words that have to occur, each written piece as a phrase with an open end: `scan@office inv` finds messages with
 * "scan office…" and "inv…". null where there is nothing to look for, as in "***".
 */
export function matchWords(text: string): string | null {
  const phrases = text
    .split(/\s+/)
    .map((piece) => phrase(piece.match(WORD) ?? [], true))
    .filter((piece) => piece !== null)
  return phrases.length === 0 ? null : phrases.join(' AND ')
}

/**
 * What every message that matchWords finds has as well, without open ends: of `anna@office.test` the words "anna
 * office". An open end makes the index gather every row of every word that begins so, which of a domain that all mail
 * has is all of them. null where no piece has two words.
 */
export function matchWholeWords(text: string): string | null {
  const phrases = text
    .split(/\s+/)
    .map((piece) => phrase((piece.match(WORD) ?? []).slice(0, -1), false))
    .filter((piece) => piece !== null)
  return phrases.length === 0 ? null : phrases.join(' AND ')
}

/**
 * A query that every address of the pattern satisfies, so that few are left to be compared exactly; null where the
 * pattern has no whole word. Only ASCII words are used: there both sides certainly split alike.
 */
export function matchPattern(column: 'sender' | 'recipients', pattern: string): string | null {
  const pieces = pattern.split('*')
  const phrases = pieces
    .map((piece, index) => wholeWords(piece, index > 0, index < pieces.length - 1))
    .filter((piece) => piece !== null)
  return phrases.length === 0 ? null : `${column} : (${phrases.join(' AND ')})`
}

/** A query that every message satisfies whose subject matchesSubject finds; null where it has no whole word. */
export function matchSubject(wanted: string): string | null {
  if (!wanted.includes('*')) {
    const words = phrase(wanted.match(WORD) ?? [], true)
    return words && `subject : ${words}`
  }
  const pieces = wanted.split('*')
  const phrases = pieces
    .map((piece, index) => wholeWords(piece, index > 0, index < pieces.length - 1))
    .filter((piece) => piece !== null)
  return phrases.length === 0 ? null : `subject : (${phrases.join(' AND ')})`
}

/** Beside a `*` a word may be the rest of a longer one: the first is dropped, the last gets an open end. */
function wholeWords(piece: string, isCutBefore: boolean, isCutAfter: boolean): string | null {
  if (/[^\x20-\x7e]/.test(piece)) return null
  const words = piece.match(WORD) ?? []
  const beginsInside = isCutBefore && /^[a-z0-9]/i.test(piece)
  const endsInside = isCutAfter && /[a-z0-9]$/i.test(piece)
  return phrase(beginsInside ? words.slice(1) : words, endsInside)
}

/** Before the first row the index has to gather those of every word that begins so. */
export function hasOpenEnd(match: string): boolean {
  return match.includes('" *')
}

function phrase(words: readonly string[], isOpen: boolean): string | null {
  return words.length === 0 ? null : `"${words.join(' ')}"${isOpen ? ' *' : ''}`
}
