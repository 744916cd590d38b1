/** What is known of a message after one pass over its octets. Offsets count octets from its beginning. */
import type { TransferEncoding } from './transfer-decoder.ts'

/** Bounds of what is looked at; beyond them a message is still shown, with a word on what is not. */
export const LIMITS = {
  depth: 20,
  parts: 1_000,
  /** Octets of the header of the message that are kept. */
  header: 256 * 1024,
  /** Octets of the header of a part. */
  partHeader: 64 * 1024,
  /** Encoded octets of one text that are kept, and of all of them. */
  text: 2 * 1024 * 1024,
  texts: 4 * 1024 * 1024,
  /** Encoded octets of a picture that the HTML may show, and of all of them. */
  picture: 700 * 1024,
  pictures: 3 * 1024 * 1024,
} as const

export interface StructurePart {
  /** "1.2" as in IMAP (RFC 9051 §6.4.5). */
  readonly id: string
  readonly type: string
  readonly charset: string
  /** format=flowed and its DelSp (RFC 3676); null where the text is not flowed. */
  readonly flowed: { readonly delSp: boolean } | null
  readonly encoding: TransferEncoding
  readonly name: string | null
  readonly contentId: string | null
  /** picture: may be shown by the HTML or be a file, which the HTML decides. */
  readonly use: 'multipart' | 'text' | 'html' | 'picture' | 'attachment'
  /** Where its body begins, and where it ends (not included). */
  readonly start: number
  readonly end: number
  /** Octets after decoding. */
  readonly size: number
  /** Encoded octets; null where nobody shows them; `cut` where they are only the beginning. */
  readonly kept: { readonly octets: Uint8Array; readonly cut: boolean } | null
}

export interface MessageStructure {
  /** Octets. */
  readonly size: number
  /** latin1, at most LIMITS.header. */
  readonly header: string
  readonly parts: readonly StructurePart[]
  readonly problems: readonly string[]
}
