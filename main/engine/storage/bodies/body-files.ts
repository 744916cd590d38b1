import { open, readdir, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { idSchema, type MessageId } from '../../../../shared/domain/id.ts'
import { makeFolder } from '../../make-folder.ts'
import { syncFolder } from '../../sync-folder.ts'
import { BodyMissing } from '../storage-errors.ts'

/** Large bodies: bodies/<xx>/<id>, where xx are the last characters of the id, which differ most. */
export interface BodyFiles {
  pathOf(id: MessageId): string
  /** Makes the folder of a body, and syncs its entry. */
  prepare(id: MessageId): Promise<void>
  /** After this the name of the file survives a crash. */
  syncFolder(id: MessageId): Promise<void>
  /** @throws BodyMissing */
  read(id: MessageId): Promise<Readable>
  /** All of it in one buffer, piece by piece: a piece is valid only until `take` returns. @throws BodyMissing */
  pass(id: MessageId, take: (octets: Uint8Array) => void): Promise<void>
  /** At most `limit` octets from `start` on. @throws BodyMissing */
  readRange(id: MessageId, limit: number, start: number): Promise<Uint8Array>
  /** Does nothing where there is none. */
  remove(id: MessageId): Promise<void>
  /** Takes it out of the store, as a message file in another folder of the same disk. */
  moveTo(id: MessageId, folder: string): Promise<void>
  /** Ids of all files, also of those that no message names. */
  list(): Promise<MessageId[]>
}

/** Of one piece: larger ones hardly save turns, and are memory that has to be got. */
const PIECE = 1024 * 1024

export function createBodyFiles(dataFolder: string): BodyFiles {
  const root = join(dataFolder, 'bodies')
  const folderOf = (id: MessageId) => join(root, id.slice(-2))
  const pathOf = (id: MessageId) => join(folderOf(id), id)
  /** Another body of the same folder waits too: it is made, and its name is not yet on the disk. */
  const making = new Map<string, Promise<void>>()

  return {
    pathOf,
    prepare(id) {
      const folder = folderOf(id)
      const underWay = making.get(folder)
      if (underWay) return underWay
      const made = makeFolder(folder).finally(() => making.delete(folder))
      making.set(folder, made)
      return made
    },
    syncFolder: (id) => syncFolder(folderOf(id)),
    async read(id) {
      const file = await openBody(pathOf(id), id)
      return file.createReadStream({ highWaterMark: 256 * 1024 })
    },
    async pass(id, take) {
      const file = await openBody(pathOf(id), id)
      try {
        // A stream's new buffer for each piece is garbage outside of the heap, which costs more than the reading.
        const buffer = Buffer.allocUnsafeSlow(PIECE)
        for (let at = 0; ; ) {
          const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
          if (bytesRead === 0) return
          take(buffer.subarray(0, bytesRead))
          at += bytesRead
        }
      } finally {
        await file.close()
      }
    },
    async readRange(id, limit, start) {
      const file = await openBody(pathOf(id), id)
      try {
        const { size } = await file.stat()
        const content = new Uint8Array(Math.max(0, Math.min(limit, size - start)))
        const { bytesRead } = await file.read(content, 0, content.length, start)
        return content.subarray(0, bytesRead)
      } finally {
        await file.close()
      }
    },
    async remove(id) {
      await unlink(pathOf(id)).catch(ignoreMissing)
    },
    async moveTo(id, folder) {
      await makeFolder(folder)
      await rename(pathOf(id), join(folder, `${id}.eml`))
      await syncFolder(folder)
    },
    async list() {
      const folders = await readdir(root).catch(() => [])
      const names = await Promise.all(folders.map((folder) => readdir(join(root, folder)).catch(() => [])))
      return names.flat().filter((name) => idSchema.safeParse(name).success)
    },
  }
}

async function openBody(path: string, id: MessageId) {
  try {
    return await open(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new BodyMissing(id, { cause: error })
    throw error
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
