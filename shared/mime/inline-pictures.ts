/** Pictures that a message brings along for its HTML (RFC 2392, RFC 2557) as data URLs. Pure. */
import type { StructurePart } from './message-structure.ts'
import { latin1 } from './octets.ts'
import { decodeTransfer } from './transfer-decoder.ts'

/** btoa is in Node and in browsers; the types of shared/ know neither. */
declare const btoa: (binary: string) => string

/** SVG is not: a drawing that uses itself again and again holds the window for ever. */
const SHOWN = /^image\/(png|jpe?g|gif|webp|bmp|avif|x-icon|vnd\.microsoft\.icon)$/

export interface ShownPictures {
  readonly html: string
  /** Ids of the parts that the HTML names, whether they could be shown or not. */
  readonly shown: ReadonlySet<string>
}

/** "cid:" addresses become data URLs where the part is there and small; the others stay and show nothing. */
export function showPictures(html: string, parts: readonly StructurePart[]): ShownPictures {
  const pictures = new Map<string, StructurePart>()
  for (const part of parts)
    if (part.use === 'picture' && part.contentId !== null && !pictures.has(part.contentId))
      pictures.set(part.contentId, part)
  const shown = new Set<string>()
  if (pictures.size === 0) return { html, shown }
  const urls = new Map<string, string | null>()
  // At most as many characters again as there are pictures: a picture named a thousand times is shown once as often as fits.
  let room = LONGEST_ADDED
  const replaced = html.replace(/cid:([^"'\s)>]{1,998})/gi, (whole, id: string) => {
    const part = pictures.get(decoded(id))
    if (!part) return whole
    shown.add(part.id)
    if (!urls.has(part.id)) urls.set(part.id, dataUrl(part))
    const url = urls.get(part.id) ?? null
    if (url === null || url.length > room) return whole
    room -= url.length
    return url
  })
  return { html: replaced, shown }
}

/** Characters of data URLs in all. */
const LONGEST_ADDED = 5 * 1024 * 1024

function dataUrl({ type, kept, encoding }: StructurePart): string | null {
  if (kept === null || !SHOWN.test(type)) return null
  const base64 =
    encoding === 'base64'
      ? latin1(kept.octets).replace(/[^A-Za-z0-9+/=]/g, '')
      : btoa(latin1(decodeTransfer(kept.octets, encoding).octets))
  return `data:${type};base64,${base64}`
}

/** RFC 2392 §2: the address is percent-encoded. HTML may have written "&" as an entity. */
function decoded(id: string): string {
  const plain = id.replaceAll('&amp;', '&')
  try {
    return decodeURIComponent(plain)
  } catch {
    return plain
  }
}
