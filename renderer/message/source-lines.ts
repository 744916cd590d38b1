/** A source as lines of text, and where a text is found in them. Pure. */
import { guessed } from '../../shared/mime/decode-charset.ts'

/** A line that is longer is shown in pieces: no browser likes a line of a megabyte. */
const LONGEST = 2_000

/** Of the octets that are there so far; the last line may go on. */
export function sourceLines(octets: Uint8Array, cut: boolean): readonly string[] {
  return guessed(octets, cut)
    .split(/\r?\n/)
    .flatMap((line) => (line.length <= LONGEST ? [line] : pieces(line)))
}

function pieces(line: string): readonly string[] {
  return Array.from({ length: Math.ceil(line.length / LONGEST) }, (_, index) =>
    line.slice(index * LONGEST, (index + 1) * LONGEST),
  )
}

const MOST_FOUND = 10_000

/** Numbers of the lines that contain it, without case. */
export function linesWith(lines: readonly string[], text: string): readonly number[] {
  const sought = text.toLowerCase()
  if (sought === '') return []
  const found: number[] = []
  for (let index = 0; index < lines.length && found.length < MOST_FOUND; index += 1)
    if ((lines[index] as string).toLowerCase().includes(sought)) found.push(index)
  return found
}
