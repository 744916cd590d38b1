/** What the header of a part says of it. Pure. */
import { fieldOf, headerFields } from './header-fields.ts'
import { structuredValue } from './structured-value.ts'
import { type TransferEncoding, transferEncodingOf } from './transfer-decoder.ts'

export interface PartHeader {
  /** Lower case: "text/plain". */
  readonly type: string
  readonly boundary: string
  readonly charset: string
  readonly flowed: { readonly delSp: boolean } | null
  readonly encoding: TransferEncoding
  readonly name: string | null
  readonly contentId: string | null
  readonly disposition: string
}

/** `parent` is the type of the multipart around it, '' for the message itself. */
export function partHeader(header: string, parent: string): PartHeader {
  const fields = headerFields(header)
  const type = structuredValue(fieldOf(fields, 'content-type'))
  const disposition = structuredValue(fieldOf(fields, 'content-disposition'))
  const fallback = parent === 'multipart/digest' ? 'message/rfc822' : 'text/plain'
  const contentId = fieldOf(fields, 'content-id').replace(/^<|>$/g, '').trim()
  return {
    type: /^[^\s/]+\/[^\s/]+$/.test(type.value) ? type.value : fallback,
    boundary: (type.parameters.get('boundary') ?? '').trimEnd(),
    charset: type.parameters.get('charset') ?? '',
    flowed:
      type.parameters.get('format')?.toLowerCase() === 'flowed'
        ? { delSp: type.parameters.get('delsp')?.toLowerCase() === 'yes' }
        : null,
    encoding: transferEncodingOf(fieldOf(fields, 'content-transfer-encoding')),
    name: fileName(disposition.parameters.get('filename') ?? type.parameters.get('name') ?? ''),
    contentId: contentId === '' ? null : contentId,
    disposition: disposition.value,
  }
}

/** multipart: it opens; the others as StructurePart.use. */
export function purposeOf(part: PartHeader, parent: string): 'text' | 'html' | 'picture' | 'attachment' {
  if (part.type.startsWith('image/') && part.contentId !== null) return 'picture'
  // One of several forms of the same text, or all there is, is shown even where a program has named it.
  const file = part.disposition === 'attachment' || (part.name !== null && !isBody(parent))
  if (file) return 'attachment'
  if (part.type === 'text/plain') return 'text'
  return part.type === 'text/html' ? 'html' : 'attachment'
}

function isBody(parent: string): boolean {
  return parent === '' || parent === 'multipart/alternative' || parent === 'multipart/related'
}

/** Without path, control characters and marks that turn the direction of writing ("exe.txt" that is a program). */
function fileName(given: string): string | null {
  const last = given.split(/[\\/]/).at(-1) ?? ''
  const name = last
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim()
    .slice(0, 255)
  return name === '' || name === '.' || name === '..' ? null : name
}
