import type { Readable } from 'node:stream'
import type { Dispose } from '../ports.ts'
import { ContentEncoder } from './encode-content.ts'
import type { WireConnection } from './wire-connection.ts'

export interface ContentToSend {
  readonly wire: WireConnection
  readonly openBody: () => Promise<Readable>
  /** Milliseconds in which the peer takes WRITE_SIZE octets. */
  readonly patience: number
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
export async function sendContent({
  wire,
  openBody,
  patience,
  isOver,
  onDot,
}: ContentToSend): Promise<number> {
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
    await write(wire, pending, patience)
    pending = []
    waiting = 0
  }
  if (isOver()) return total
  onDot()
  await write(wire, [...pending, encoder.end()], patience)
  return total
}

/** Octets of one BDAT chunk; each costs a round trip (RFC 3030 §2). */
const CHUNK_SIZE = 1024 * 1024

export interface ChunksToSend {
  readonly wire: WireConnection
  readonly openBody: () => Promise<Readable>
  /** Milliseconds in which the peer takes WRITE_SIZE octets. */
  readonly patience: number
  readonly isOver: () => boolean
  /** The peer's answer to one chunk, which has been announced and sent; false ends it all. */
  readonly onSent: (last: boolean) => Promise<boolean>
  /** Just before the last chunk leaves. */
  readonly onLast: () => void
}

/**
 * Message content in BDAT chunks, octet for octet. Resolves with the octets that were sent; rejects with the body's
 * error, and then the last chunk was not sent.
 */
export async function sendChunks(chunks: ChunksToSend): Promise<number> {
  const { openBody, isOver } = chunks
  let pending: Buffer[] = []
  let waiting = 0
  let total = 0
  for await (const chunk of (await openBody()) as AsyncIterable<Buffer>) {
    if (isOver()) return total
    // What was gathered goes only when more follows, so that the last chunk can say that it is the last.
    if (waiting >= CHUNK_SIZE) {
      if (!(await sendChunk(chunks, pending, waiting, false))) return total
      pending = []
      waiting = 0
    }
    pending.push(chunk)
    waiting += chunk.length
    total += chunk.length
  }
  if (!isOver()) await sendChunk(chunks, pending, waiting, true)
  return total
}

async function sendChunk(
  { wire, patience, onSent, onLast }: ChunksToSend,
  parts: readonly Buffer[],
  size: number,
  last: boolean,
): Promise<boolean> {
  if (last) onLast()
  const answered = onSent(last)
  wire.announceChunk(size, last)
  if (size > 0) await write(wire, parts, patience)
  return answered
}

/** Resolves when the socket takes more, or never will. What the system takes at once needs no clock. */
async function write(wire: WireConnection, parts: readonly Buffer[], patience: number): Promise<void> {
  const { socket } = wire
  const [first] = parts
  const octets = first && parts.length === 1 ? first : Buffer.concat(parts)
  if (!socket || socket.destroyed) return
  let stop: Dispose | null = null
  // Called with the socket's error too.
  const goesOn = socket.write(octets, () => stop?.())
  if (socket.writableLength > 0) stop = wire.expectTaken(patience * Math.ceil(octets.length / WRITE_SIZE))
  if (goesOn) return
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
