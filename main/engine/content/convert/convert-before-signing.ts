import { isAscii } from 'node:buffer'
import type { Readable } from 'node:stream'
import type { Envelope } from '../../../../shared/domain/message.ts'
import type { RuleChange } from '../../../../shared/domain/rule.ts'
import { convertContent } from './convert-content.ts'

export interface UnsignedContent {
  /** What the content is. */
  readonly body: Envelope['body']
  /** Octets. */
  readonly size: number
  readonly openBody: () => Promise<Readable>
}

/**
 * Content that is about to be signed, as every next hop takes it: a conversion on the way there, or further on, would
 * break the signature (RFC 6376 §5.3). As it is where nothing signs it, where it cannot be converted, and where a
 * signature that is there already would break. Rejects with the error of the body's stream.
 */
export async function convertBeforeSigning(
  content: UnsignedContent,
  changes: readonly RuleChange[],
): Promise<UnsignedContent> {
  if (!changes.some(({ kind }) => kind === 'dkim')) return content
  const isBinary = content.body === 'binarymime'
  // What clients declare is not asked: many send 8-bit text without a word.
  if (!isBinary && !(await isEightBit(content))) return content
  const converted = await convertContent(content.openBody, '7bit')
  if (converted.kind === 'impossible' || (converted.breaksDkim && !isBinary)) return content
  return { body: '7bit', size: converted.size, openBody: converted.openBody }
}

async function isEightBit({ openBody }: UnsignedContent): Promise<boolean> {
  for await (const chunk of (await openBody()) as AsyncIterable<Buffer>) if (!isAscii(chunk)) return true
  return false
}
