/**
 * Messages as people read them. A message is gone through once, chunk by chunk, so that one of any size costs little
 * memory and the sockets are served between; attachments are decoded when somebody asks for them.
 */
import type { MessageContent } from '../../../../shared/contract/content.ts'
import type { MessageId } from '../../../../shared/domain/id.ts'
import type { MessageStructure, StructurePart } from '../../../../shared/mime/message-structure.ts'
import { readContent } from '../../../../shared/mime/read-content.ts'
import { StructureScanner } from '../../../../shared/mime/structure-scanner.ts'
import { decodeTransfer } from '../../../../shared/mime/transfer-decoder.ts'
import { EngineError, notFound } from '../../engine-error.ts'
import type { QueueStorage } from '../../storage/storage.ts'
import { BodyMissing } from '../../storage/storage-errors.ts'
import { decodableLength } from './part-chunk.ts'

export interface ContentChunk {
  readonly octets: Uint8Array
  /** For what follows; null at the end. Of a part it counts octets of the encoded form. */
  readonly nextOffset: number | null
}

/** All reject with EngineError NOT_FOUND where the message or its body is gone. */
export interface MessageReader {
  read(id: MessageId): Promise<MessageContent>
  part(id: MessageId, part: string, offset: number): Promise<ContentChunk>
  source(id: MessageId, offset: number): Promise<ContentChunk>
  /** A file that is not in the queue. */
  inspect(source: Uint8Array): Promise<MessageContent>
}

export type ReaderStorage = Pick<QueueStorage, 'passBody' | 'readBody' | 'getRows'>

/** Octets of one answer before they are decoded and put into base64. */
const CHUNK = 1024 * 1024
/** Octets that are scanned before others have their turn. */
const TURN = 512 * 1024
/** Messages whose parts' places are remembered: whoever saves an attachment has just read the message. */
const REMEMBERED = 32

export function createMessageReader(storage: ReaderStorage): MessageReader {
  const places = new Map<MessageId, readonly PartPlace[]>()

  const scan = async (id: MessageId): Promise<MessageStructure> => {
    const scanner = new StructureScanner()
    await ofBody(storage, id, () => storage.passBody(id, (octets) => scanner.push(octets)))
    const structure = scanner.end()
    places.delete(id)
    places.set(id, structure.parts.map(placeOf))
    const [oldest] = places.keys()
    if (places.size > REMEMBERED && oldest !== undefined) places.delete(oldest)
    return structure
  }
  const place = async (id: MessageId, part: string): Promise<PartPlace> => {
    const known = places.get(id) ?? (await scan(id)).parts.map(placeOf)
    const found = known.find((candidate) => candidate.id === part && candidate.use !== 'multipart')
    if (!found) throw notFound('part', part)
    return found
  }

  return {
    read: async (id) => readContent(await scan(id)),
    async part(id, part, offset) {
      const { start, end, encoding } = await place(id, part)
      const from = Math.min(start + offset, end)
      const encoded = await readRange(storage, id, from, Math.min(CHUNK, end - from))
      const isEnd = encoded.length === 0 || from + encoded.length >= end
      const length = decodableLength(encoded, encoding, isEnd)
      const { octets } = decodeTransfer(encoded.subarray(0, length), encoding)
      return { octets, nextOffset: isEnd ? null : offset + length }
    },
    async source(id, offset) {
      const { content, size } = await ofBody(storage, id, () => storage.readBody(id, CHUNK, offset))
      const next = offset + content.length
      return { octets: content, nextOffset: content.length === 0 || next >= size ? null : next }
    },
    async inspect(source) {
      const scanner = new StructureScanner()
      for (let at = 0; at < source.length; at += TURN) {
        scanner.push(source.subarray(at, at + TURN))
        await othersTurn()
      }
      return readContent(scanner.end())
    },
  }
}

type PartPlace = Pick<StructurePart, 'id' | 'use' | 'start' | 'end' | 'encoding'>

/** Without the octets that were kept for showing. */
function placeOf({ id, use, start, end, encoding }: StructurePart): PartPlace {
  return { id, use, start, end, encoding }
}

async function readRange(storage: ReaderStorage, id: MessageId, start: number, length: number) {
  const { content } = await ofBody(storage, id, () => storage.readBody(id, length, start))
  return content
}

/** Says whether the message is gone or its body only. */
async function ofBody<T>(storage: ReaderStorage, id: MessageId, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof BodyMissing)) throw error
    const [row] = await storage.getRows([id])
    if (!row) throw notFound('message', id)
    throw new EngineError(
      'NOT_FOUND',
      'The content of this message is gone: it is removed when the last recipient is done, unless Settings keep it longer.',
    )
  }
}

function othersTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
