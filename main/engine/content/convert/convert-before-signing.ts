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
 * Binary content that is about to be signed, as every next hop takes it: hardly one takes BINARYMIME, and a conversion
 * on the way there would break the signature (RFC 6376 §5.3). As it is where nothing signs it, or where it cannot be
 * converted. Rejects with the error of the body's stream.
 */
export async function convertBeforeSigning(
  content: UnsignedContent,
  changes: readonly RuleChange[],
): Promise<UnsignedContent> {
  if (content.body !== 'binarymime' || !changes.some(({ kind }) => kind === 'dkim')) return content
  const converted = await convertContent(content.openBody, '7bit')
  if (converted.kind === 'impossible') return content
  return { body: '7bit', size: converted.size, openBody: converted.openBody }
}
