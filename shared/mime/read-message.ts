/** A whole message that is at hand: read, and its parts taken out. For files; messages of the queue are streamed. */
import type { MessageContent } from '../contract/content.ts'
import type { MessageStructure } from './message-structure.ts'
import { readContent } from './read-content.ts'
import { StructureScanner } from './structure-scanner.ts'
import { decodeTransfer } from './transfer-decoder.ts'

export interface ReadMessage {
  readonly content: MessageContent
  /** A part's octets, decoded; null where there is no such part. */
  part(id: string): Uint8Array | null
}

export function readMessage(source: Uint8Array): ReadMessage {
  const structure = structureOf(source)
  return {
    content: readContent(structure),
    part(id) {
      const part = structure.parts.find((candidate) => candidate.id === id && candidate.use !== 'multipart')
      return part ? decodeTransfer(source.subarray(part.start, part.end), part.encoding).octets : null
    },
  }
}

function structureOf(source: Uint8Array): MessageStructure {
  const scanner = new StructureScanner()
  scanner.push(source)
  return scanner.end()
}
