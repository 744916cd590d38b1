/** A reply as somebody pastes it: out of a log, a report, the display of a copier. Pure. */
import type { Reply } from '../domain/reply.ts'

/** Characters of a text that are looked at. */
export const LONGEST_TEXT = 4_000

const ENHANCED = String.raw`[245]\.\d{1,3}\.\d{1,3}`
/** "550-5.7.26 ", "550 5.7.26 " at the start of a line, or where lines were joined. */
const LINE_CODE = new RegExp(
  String.raw`(^|\s)([2-5]\d\d)(?:-|\s+(?=${ENHANCED}[\s:,;]))(?:(${ENHANCED})[\s:,;]+)?`,
  'g',
)
const LEADING = new RegExp(
  String.raw`^\s*(?:smtp;\s*)?([2-5]\d\d)(?:[\s-]+(?:#|\()?(${ENHANCED})\)?)?(?=[\s:,;)-]|$)`,
  'i',
)
const ANYWHERE = new RegExp(String.raw`(?:^|[\s#([<:])(${ENHANCED})(?=[\s:,;)\]>]|$)`)

/** "550 5.7.26 This mail …" and what stands around it in logs: "(host mx said: 550-5.7.26 …)", "smtp; 550 …". */
export function readReply(pasted: string): Reply {
  const text = pasted.slice(0, LONGEST_TEXT).trim()
  const said = /\bsaid:\s+(?=[2-5]\d\d[\s-])/i.exec(text)
  const start = said ? text.slice(said.index + said[0].length) : text
  const leading = LEADING.exec(start)
  if (leading) {
    const rest = start.slice(leading[0].length).replace(/^[\s:,;-]+/, '')
    return { code: Number(leading[1]), enhanced: leading[2] ?? null, text: joinLines(rest) }
  }
  return { code: null, enhanced: findEnhanced(text, null), text: joinLines(text) }
}

/** The codes that each line of a long reply repeats are no part of what it says. */
export function joinLines(text: string): string {
  return text.replace(LINE_CODE, '$1').replace(/\s+/g, ' ').trim()
}

/** An enhanced code that stands in the text, of the class of the reply code. */
export function findEnhanced(text: string, code: number | null): string | null {
  const found = ANYWHERE.exec(text)?.[1] ?? null
  if (found === null || code === null) return found
  return found.startsWith(`${Math.floor(code / 100)}.`) ? found : null
}
