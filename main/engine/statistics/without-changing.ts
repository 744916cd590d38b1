/** What differs from one reply to the next although they mean the same: addresses, ids, numbers, times. */
const CHANGING = [
  /<[^<>\s]*>/g,
  /\b[\w.+-]+@[\w.-]+/g,
  /\[[0-9a-f.:]+\]/gi,
  /\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g,
  /\b\d{4}-\d\d-\d\d(?:[T ][\d:.]+Z?)?/g,
  /\b(?=[\w-]*\d)[\w-]{6,}(?:[.@][\w-]+)*\b/g,
  /\b\d+(?:[.:,]\d+)*\b/g,
]

/** Stands for what changes: as a pattern of the filter language too. */
export const ANYTHING = '*'

/** The words of a reply that stay the same, with "*" between them. */
export function withoutChanging(text: string): string {
  const plain = CHANGING.reduce((rest, pattern) => rest.replace(pattern, ANYTHING), text)
  return plain
    .replace(/\s+/g, ' ')
    .replace(/\*(?:[\s.:,;()/-]*\*)+/g, ANYTHING)
    .trim()
}
