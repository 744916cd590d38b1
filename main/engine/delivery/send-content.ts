import type { Readable } from 'node:stream'
import { ContentEncoder } from './encode-content.ts'
import type { WireConnection } from './wire-connection.ts'

export interface ContentToSend {
  readonly wire: WireConnection
  readonly openBody: () => Promise<Readable>
  /** True once nobody wants the rest: the peer answered or is gone. */
  readonly isOver: () => boolean
  /** Just before the final dot leaves: from here on the peer may have the message. */
  readonly onDot: () => void
}

/** Octets that are gathered into one write; what is in memory of a message is about twice that. */
const WRITE_SIZE = 64 * 1024

/**
 * Message content after a 354, with the final dot. Resolves with the octets of the body when everything is written,
 * or early where it is over. Rejects with the body's error, and then the dot was not sent.
 */
export async function sendContent({ wire, openBody, isOver, onDot }: ContentToSend): Promise<number> {
  const encoder = new ContentEncoder()
  let pending: Buffer[] = []
  let waiting = 0
  let total = 0
  for await (const chunk of (await openBody()) as AsyncIterable<Buffer>) {
    if (isOver()) return total
    pending.push(encoder.encode(chunk))
    waiting += chunk.length
    total += chunk.length
    if (waiting < WRITE_SIZE) continue
    await write(wire, pending)
    pending = []
    waiting = 0
  }
  if (isOver()) return total
  onDot()
  await write(wire, [...pending, encoder.end()])
  return total
}

/** Resolves when the socket takes more, or never will. */
async function write({ socket }: WireConnection, parts: readonly Buffer[]): Promise<void> {
  const [first] = parts
  const octets = first && parts.length === 1 ? first : Buffer.concat(parts)
  if (!socket || socket.destroyed || socket.write(octets)) return
  await new Promise<void>((resolve) => {
    const go = () => {
      socket.off('drain', go)
      socket.off('close', go)
      resolve()
    }
    socket.on('drain', go)
    socket.on('close', go)
  })
}
