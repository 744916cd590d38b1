/**
 * A literal with * for "anything between", compared without case. It begins and ends at the border of a word, unless a *
 * stands there: "spam" is not in "antispam", "spam*" is in "spammer". Runs of spaces are one. No regular expressions:
 * the text is the peer's, and must not choose how long it takes.
 */
export interface TextPattern {
  readonly pieces: readonly string[]
  /** Literal characters: of two patterns that match, the longer says more. */
  readonly length: number
}

export function compilePattern(pattern: string): TextPattern {
  const pieces = foldText(pattern).split('*')
  return { pieces, length: pieces.reduce((sum, piece) => sum + piece.length, 0) }
}

/** The form in which patterns are looked for in a text. */
export function foldText(text: string): string {
  return text.toLowerCase().replace(/[’‘]/g, "'").replace(/\s+/g, ' ')
}

/** `folded` comes from foldText. Greedy from the left: what lies between the pieces is as short as it can be. */
export function matchesPattern(folded: string, { pieces }: TextPattern): boolean {
  let position = 0
  for (const [index, piece] of pieces.entries()) {
    const from = findPiece(folded, piece, position, {
      wordStart: index === 0,
      wordEnd: index === pieces.length - 1,
    })
    if (from < 0) return false
    position = from + piece.length
  }
  return true
}

function findPiece(
  text: string,
  piece: string,
  start: number,
  { wordStart, wordEnd }: { wordStart: boolean; wordEnd: boolean },
): number {
  if (piece === '') return start
  for (let at = text.indexOf(piece, start); at >= 0; at = text.indexOf(piece, at + 1)) {
    const end = at + piece.length
    const begins = !wordStart || !isInsideWord(text, at)
    if (begins && (!wordEnd || !isInsideWord(text, end))) return at
  }
  return -1
}

/** Is this place between two characters of the same word? */
function isInsideWord(text: string, at: number): boolean {
  return isWordCharacter(text.charCodeAt(at - 1)) && isWordCharacter(text.charCodeAt(at))
}

/** Letters and digits of ASCII; NaN, which lies beyond the text, is none. */
function isWordCharacter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57)
}
