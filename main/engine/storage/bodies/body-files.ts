import { mkdir, open, readdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { idSchema, type MessageId } from '../../../../shared/domain/id.ts'
import { syncFolder } from '../../sync-folder.ts'
import { BodyMissing } from '../storage-errors.ts'

/** Large bodies: bodies/<xx>/<id>, where xx are the last characters of the id, which differ most. */
export interface BodyFiles {
  pathOf(id: MessageId): string
  /** Makes the folder of a body, and syncs its entry. */
  prepare(id: MessageId): Promise<void>
  /** After this the name of the file survives a crash. */
  syncFolder(id: MessageId): Promise<void>
  /** In chunks of so many octets. @throws BodyMissing */
  read(id: MessageId, chunk?: number): Promise<Readable>
  /** At most `limit` octets from `start` on. @throws BodyMissing */
  readRange(id: MessageId, limit: number, start: number): Promise<Uint8Array>
  /** Does nothing where there is none. */
  remove(id: MessageId): Promise<void>
  /** Ids of all files, also of those that no message names. */
  list(): Promise<MessageId[]>
}

/** Many messages are on their way at once, and each holds a chunk or two. */
const CHUNK = 256 * 1024

export function createBodyFiles(dataFolder: string): BodyFiles {
  const root = join(dataFolder, 'bodies')
  const folderOf = (id: MessageId) => join(root, id.slice(-2))
  const pathOf = (id: MessageId) => join(folderOf(id), id)

  return {
    pathOf,
    async prepare(id) {
      const made = await mkdir(folderOf(id), { recursive: true, mode: 0o700 })
      if (made !== undefined) {
        await syncFolder(root)
        await syncFolder(dataFolder)
      }
    },
    syncFolder: (id) => syncFolder(folderOf(id)),
    async read(id, chunk = CHUNK) {
      const file = await openBody(pathOf(id), id)
      return file.createReadStream({ highWaterMark: chunk })
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
