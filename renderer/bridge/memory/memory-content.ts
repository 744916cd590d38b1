/** The content of the invented office's messages, read by the same code that the engine reads with. */
import { implement } from '@orpc/server'
import { contract } from '../../../shared/contract/contract.ts'
import { latin1, octetsOf } from '../../../shared/mime/octets.ts'
import { readMessage } from '../../../shared/mime/read-message.ts'
import type { MemoryEngine } from './memory-engine.ts'
import { sampleSource } from './sample-sources.ts'

const os = implement(contract)
const CHUNK = 64 * 1024

export function contentProcedures(engine: MemoryEngine) {
  const source = (id: string) => {
    const row = engine.queue.row(id)
    return row && sampleSource(row)
  }
  const gone = { message: 'There is no message with that id.' }
  return {
    get: os.content.get.handler(({ input, errors }) => {
      const octets = source(input.id)
      if (!octets) throw errors.NOT_FOUND(gone)
      return readMessage(octets).content
    }),
    part: os.content.part.handler(({ input, errors }) => {
      const octets = source(input.id)
      const part = octets && readMessage(octets).part(input.part)
      if (!part) throw errors.NOT_FOUND(gone)
      return chunkOf(part, input.offset)
    }),
    source: os.content.source.handler(({ input, errors }) => {
      const octets = source(input.id)
      if (!octets) throw errors.NOT_FOUND(gone)
      return chunkOf(octets, input.offset)
    }),
    inspect: os.content.inspect.handler(({ input }) => readMessage(octetsOf(atob(input.base64))).content),
  }
}

function chunkOf(octets: Uint8Array, offset: number) {
  const end = offset + CHUNK
  return {
    base64: btoa(latin1(octets.subarray(offset, end))),
    nextOffset: end < octets.length ? end : null,
  }
}
