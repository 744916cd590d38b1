/** Sender and recipients as the header names them: where a file is put into the queue, that is the first guess. Pure. */
import type { MessageContent } from '../../../shared/contract/content.ts'

export interface EnvelopeDraft {
  readonly sender: string
  readonly recipients: readonly string[]
}

export function envelopeOf({ from, to, cc, headers }: MessageContent): EnvelopeDraft {
  const returnPath = headers.find(({ name }) => name.toLowerCase() === 'return-path')?.value
  const bare = returnPath?.replace(/^<|>$/g, '').trim()
  const recipients = [...to, ...cc].map(({ address }) => address).filter((address) => address.includes('@'))
  return { sender: bare ?? from[0]?.address ?? '', recipients: [...new Set(recipients)] }
}
