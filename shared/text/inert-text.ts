/**
 * Text for terminals and log lines: control characters, both the 7-bit and the 8-bit ones, and signs that turn, join or
 * hide text stand as JSON writes them (\u001b), so that JSON stays the same JSON. Line ends stay: whoever wants one line
 * escapes them before.
 */
export function inertText(text: string): string {
  return text.replace(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/gu, (sign) =>
    Array.from({ length: sign.length }, (_, index) => escaped(sign.charCodeAt(index))).join(''),
  )
}

/** The same on one line: a record of a log stays one record. */
export function inertLine(text: string): string {
  return inertText(text).replaceAll('\n', '\\n')
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`
}
