/** Of what is not an address, so many characters of the end stay: a file's ending, the last of a number. */
const TAIL = 8

/** Where the part of a text begins that is kept longest: an address' domain with its "@", else its last characters. */
export function tailStart(text: string): number {
  const at = text.lastIndexOf('@')
  if (at >= 0) return at
  const characters = [...text]
  return characters.slice(0, Math.max(0, characters.length - TAIL)).join('').length
}
