import type { Reply } from '../../../shared/domain/reply.ts'

/** Longest text that is kept of a reply, in characters. */
const MAX_TEXT = 1_000

/**
 * A reply as it came over the wire, lines joined by "\n" (RFC 5321 §4.2, RFC 2034). The enhanced code is repeated on
 * each line by most servers; it is taken from the first and left out of the text.
 */
export function parseReply(wire: string): Reply {
  const lines = wire.split(/\r?\n/)
  const code = /^([2-5]\d\d)(?:[ -]|$)/.exec(lines.at(-1) ?? '')?.[1]
  if (code === undefined) return { code: null, enhanced: null, text: clean(wire) }
  const texts = lines.map((line) => line.replace(/^\d{3}[ -]?/, ''))
  const enhanced = /^([245]\.\d{1,3}\.\d{1,3})(?:\s|$)/.exec(texts[0] ?? '')?.[1] ?? null
  const words = texts.map((text) => (enhanced !== null ? withoutPrefix(text, enhanced) : text))
  return { code: Number(code), enhanced, text: clean(words.join(' ')) }
}

function withoutPrefix(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text
}

function clean(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, MAX_TEXT)
}
