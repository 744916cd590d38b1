import { Readable } from 'node:stream'
import type { MessageId } from '../../../../shared/domain/id.ts'
import type { BodyRef, BodyWriter } from '../body-store.ts'
import type { StoredBody } from '../queries/read-body.ts'
import { BodyMissing } from '../storage-errors.ts'
import type { BodyFiles } from './body-files.ts'
import { createBodyWriter } from './create-body-writer.ts'
import { createRecentBodies } from './recent-bodies.ts'

/** Octets of small bodies that are kept at hand for the attempt that follows their reception. */
const RECENT_OCTETS = 16 * 1024 * 1024

export interface BodyStore {
  create(id: MessageId): BodyWriter
  /** The message was committed: from now on its file cannot be aborted any more. */
  committed(id: MessageId, body: BodyRef, isTriedAtOnce: boolean): void
  open(id: MessageId): Promise<Readable>
  /** A look at all of it; see BodyFiles.pass. */
  pass(id: MessageId, take: (octets: Uint8Array) => void): Promise<void>
  readRange(
    id: MessageId,
    limit: number,
    start?: number,
  ): Promise<{ readonly content: Uint8Array; readonly size: number }>
  /** No row names these files any more. */
  removeUnused(ids: readonly MessageId[]): void
  /** Until the answer is called no file that was named is removed: somebody copies them. */
  keepFiles(): () => void
  /**
   * Removes files that no message names: those of a crash before the commit. After a recovery nobody knows that, and they
   * are kept in the folder `keepIn`. Answers which of the named have no file.
   */
  compareFiles(named: readonly MessageId[], keepIn: string | null): Promise<MessageId[]>
}

export interface BodyStoreEvents {
  /** A body was not kept, and its writer knows. */
  readonly onWriteFailure: (error: Error) => void
  readonly onTrouble: (error: Error) => void
}

/** Bodies wherever they are: in the row or in a file. Rows are read through `readRow`. */
export function createBodyStore(
  files: BodyFiles,
  readRow: (id: MessageId) => Promise<StoredBody>,
  { onWriteFailure, onTrouble }: BodyStoreEvents,
): BodyStore {
  const recent = createRecentBodies(RECENT_OCTETS)
  const unfinished = new Set<MessageId>()
  const unused = new Set<MessageId>()
  let keepers = 0

  async function read(id: MessageId): Promise<StoredBody & { readonly kind: 'inline' | 'file' }> {
    const body = await readRow(id)
    if (body.kind === 'missing') throw new BodyMissing(id)
    return body
  }

  return {
    create(id) {
      const writer = createBodyWriter(id, files)
      unfinished.add(id)
      return {
        ...writer,
        write(chunk) {
          const wait = writer.write(chunk)
          wait?.catch(onWriteFailure)
          return wait
        },
        async end() {
          try {
            return await writer.end()
          } catch (error) {
            onWriteFailure(error as Error)
            throw error
          }
        },
        async abort() {
          if (unfinished.delete(id)) await writer.abort()
        },
      }
    },
    committed(id, body, isTriedAtOnce) {
      unfinished.delete(id)
      if (isTriedAtOnce && body.kind === 'inline' && body.content) recent.add(id, body.content)
    },
    async open(id) {
      // Written and not committed: rules may have to read it before its message is accepted.
      if (unfinished.has(id)) return files.read(id)
      const content = recent.get(id)
      if (content) return streamOf(content)
      const body = await read(id)
      return body.kind === 'file' ? files.read(id) : streamOf(body.content)
    },
    async pass(id, take) {
      const content = recent.get(id)
      if (content) return take(content)
      const body = await read(id)
      if (body.kind === 'file') await files.pass(id, take)
      else take(body.content)
    },
    async readRange(id, limit, start = 0) {
      const body = await read(id)
      const content =
        body.kind === 'file'
          ? await files.readRange(id, limit, start)
          : body.content.subarray(start, start + limit)
      return { content, size: body.size }
    },
    removeUnused(ids) {
      if (keepers === 0) for (const id of ids) files.remove(id).catch(onTrouble)
      else for (const id of ids) unused.add(id)
    },
    keepFiles() {
      keepers += 1
      let isKept = true
      return () => {
        if (!isKept) return
        isKept = false
        keepers -= 1
        if (keepers > 0) return
        for (const id of unused) files.remove(id).catch(onTrouble)
        unused.clear()
      }
    },
    async compareFiles(named, keepIn) {
      const missing = new Set(named)
      for (const id of await files.list()) {
        if (missing.delete(id)) continue
        if (keepIn === null) await files.remove(id)
        else await files.moveTo(id, keepIn)
      }
      return [...missing]
    },
  }
}

function streamOf(content: Uint8Array): Readable {
  return Readable.from([Buffer.from(content.buffer, content.byteOffset, content.byteLength)], {
    objectMode: false,
  })
}
