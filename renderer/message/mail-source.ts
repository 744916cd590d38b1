/** Where a message's octets come from: the engine's queue, or a file that somebody dropped. */

import type { Client } from '../../shared/contract/contract.ts'
import { joined } from '../../shared/mime/octets.ts'
import type { ReadMessage } from '../../shared/mime/read-message.ts'
import { fromBase64 } from '../files/base64.ts'

export interface SourceChunk {
  readonly octets: Uint8Array
  readonly nextOffset: number | null
}

export interface MailSource {
  /** Tells one message from another, for caches. */
  readonly key: string
  /** Octets of the source. */
  readonly size: number
  /** Of the file that it is saved as. */
  readonly fileName: string
  source(offset: number, signal?: AbortSignal): Promise<SourceChunk>
  /** A part, decoded. `onProgress` hears how many octets are there. */
  part(
    id: string,
    onProgress?: (octets: number) => void,
    signal?: AbortSignal,
  ): Promise<Uint8Array<ArrayBuffer>>
}

export function queueSource(client: Client, id: string, size: number): MailSource {
  return {
    key: id,
    size,
    fileName: `${id}.eml`,
    async source(offset, signal) {
      const { base64, nextOffset } = await client.content.source({ id, offset }, withSignal(signal))
      return { octets: fromBase64(base64), nextOffset }
    },
    part: (part, onProgress, signal) =>
      whole(async (offset) => {
        const chunk = await client.content.part({ id, part, offset }, withSignal(signal))
        return { octets: fromBase64(chunk.base64), nextOffset: chunk.nextOffset }
      }, onProgress),
  }
}

const FILE_CHUNK = 1024 * 1024

export function fileSource(name: string, octets: Uint8Array, message: ReadMessage): MailSource {
  return {
    key: `file ${name} ${octets.length}`,
    size: octets.length,
    fileName: name,
    async source(offset) {
      const end = offset + FILE_CHUNK
      return { octets: octets.subarray(offset, end), nextOffset: end < octets.length ? end : null }
    },
    async part(id) {
      const part = message.part(id)
      if (!part) throw new Error(`the message has no part ${id}`)
      return Uint8Array.from(part)
    },
  }
}

/** All of a source, for saving it. */
export function wholeSource(
  source: MailSource,
  onProgress?: (octets: number) => void,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  return whole((offset) => source.source(offset, signal), onProgress)
}

async function whole(
  read: (offset: number) => Promise<SourceChunk>,
  onProgress?: (octets: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  for (let offset: number | null = 0; offset !== null; ) {
    const chunk: SourceChunk = await read(offset)
    chunks.push(chunk.octets)
    size += chunk.octets.length
    onProgress?.(size)
    offset = chunk.nextOffset
  }
  return new Uint8Array(joined(chunks))
}

function withSignal(signal: AbortSignal | undefined) {
  return signal ? { signal } : {}
}
