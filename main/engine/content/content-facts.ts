/** What relay rules can see of a message's content: its header, and whether something is attached. */
import type { Readable } from 'node:stream'
import { type Address, addressParser, decodeWords } from 'postal-mime'
import { findAttachment } from './find-attachment.ts'
import { fieldValue, type HeaderBlock, readHeaderBlock } from './header-block.ts'

export interface ContentFacts {
  /** Name in lower case; value unfolded and decoded (RFC 2047). */
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  /** '' where there is none. */
  readonly subject: string
  /** Every address of every From field. */
  readonly headerFrom: readonly string[]
  /** null where it was not asked for. */
  readonly hasAttachment: boolean | null
  /** multipart/report (RFC 6522). A null sender is the envelope's matter. */
  readonly deliveryReport: boolean
}

/**
 * Reads the first HEADER_LIMIT octets of the header, and the structure of the whole message only where attachments
 * are asked for; never holds a body in memory. Rejects with the error of the body's stream.
 */
export async function readContentFacts(
  openBody: () => Promise<Readable>,
  wants: { readonly attachments: boolean },
): Promise<ContentFacts> {
  const block = await readHeaderBlock(await openBody())
  return factsOf(block, wants.attachments ? await findAttachment(await openBody()) : null)
}

export function factsOf(block: HeaderBlock, hasAttachment: boolean | null): ContentFacts {
  const headers = block.fields
    .filter((field) => field.name !== '')
    .map((field) => ({ name: field.name, value: decodeText(fieldValue(field)), bare: fieldValue(field) }))
  const first = (name: string) => headers.find((field) => field.name === name)?.value ?? ''
  return {
    headers: headers.map(({ name, value }) => ({ name, value })),
    subject: first('subject'),
    headerFrom: headers.filter((field) => field.name === 'from').flatMap((field) => addressesIn(field.bare)),
    hasAttachment,
    deliveryReport: /^multipart\/report\b/i.test(first('content-type')),
  }
}

/** The addresses of a field such as From or Reply-To, those of groups too. Words need not be decoded before. */
export function addressesIn(value: string): string[] {
  const flatten = (entry: Address): string[] => entry.group?.flatMap(flatten) ?? [entry.address ?? '']
  return addressParser(value)
    .flatMap(flatten)
    .filter((address) => address !== '')
}

function decodeText(value: string): string {
  try {
    return decodeWords(value)
  } catch {
    // A charset that nobody knows: the words stay encoded.
    return value
  }
}
