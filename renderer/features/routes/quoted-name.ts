/** A name as a value of the filter language: in quotes where it has spaces or signs. */
export function quotedName(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `"${name}"`
}
