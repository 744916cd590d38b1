import { crc32 } from 'node:zlib'
import type { MessageId } from '../../../../shared/domain/id.ts'
import { type BodyRef, type BodyWriter, INLINE_LIMIT } from '../body-store.ts'
import type { BodyFiles } from './body-files.ts'
import { createFileWriter, type FileWriter } from './file-writer.ts'

/** Keeps a body in memory up to INLINE_LIMIT; what grows beyond goes into its file as it comes. */
export function createBodyWriter(id: MessageId, files: BodyFiles): BodyWriter {
  let chunks: Uint8Array[] = []
  let size = 0
  let sum = 0
  let file: FileWriter | null = null

  function writeOn(to: FileWriter, chunk: Uint8Array): Promise<void> | undefined {
    sum = crc32(chunk, sum)
    return to.write(chunk)
  }

  return {
    id,
    write(chunk) {
      size += chunk.length
      if (file) return writeOn(file, chunk)
      chunks.push(chunk)
      if (size <= INLINE_LIMIT) return undefined
      const begun = createFileWriter(id, files)
      file = begun
      const first = chunks
      chunks = []
      return first.map((part) => writeOn(begun, part)).at(-1)
    },
    async end(): Promise<BodyRef> {
      if (file) {
        await file.end()
        return { kind: 'file', size, sum }
      }
      return { kind: 'inline', size, content: join(chunks, size) }
    },
    async abort() {
      chunks = []
      await file?.abort()
    },
  }
}

/** One array with a buffer of its own, so that it can go to the worker without what lies around it. */
function join(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const content = new Uint8Array(size)
  let position = 0
  for (const chunk of chunks) {
    content.set(chunk, position)
    position += chunk.length
  }
  return content
}
