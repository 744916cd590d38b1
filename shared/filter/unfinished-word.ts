/** The last word, and the "-" before it, where nothing follows. */
const LAST = /(?:^|[\s(])-?([a-z]{2,}):?$/i

/**
 * The filter without its last word where that may still become a key: "domain:gmail.com sta" asks for what "sta" will
 * be in a moment, "state:", and not for messages with that word. `names`: every key with its aliases.
 */
export function withoutUnfinishedWord(text: string, names: readonly string[]): string {
  const word = LAST.exec(text)?.[1]?.toLowerCase()
  const isQuoted = (text.split('"').length - 1) % 2 === 1
  if (word === undefined || isQuoted || !names.some((name) => name.startsWith(word))) return text
  return text.replace(/\S+$/, '').trimEnd()
}
