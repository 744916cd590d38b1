import { type FileHandle, open } from 'node:fs/promises'
import type { MessageId } from '../../../../shared/domain/id.ts'
import { DiskFull } from '../storage-errors.ts'
import { isDiskFull } from '../workers/failure.ts'
import type { BodyFiles } from './body-files.ts'

/** Octets that gather for one write: each wakes a thread, which costs more than to write a few of them. */
const GATHERED = 256 * 1024
/** Octets that may wait for the disk before the sender has to. */
const WRITE_AHEAD = 512 * 1024

export interface FileWriter {
  /** undefined: go on; a promise: wait for it first, so that memory stays bounded. */
  write(chunk: Uint8Array): Promise<void> | undefined
  /** Resolves when the file and its name are synced. Rejects with what went wrong at any time before. */
  end(): Promise<void>
  /** Removes the file. */
  abort(): Promise<void>
}

/**
 * Writes in Node's thread pool: no write and no fsync blocks the thread of the sockets. What gathers while one write
 * is under way goes to the disk with the next.
 */
export function createFileWriter(id: MessageId, files: BodyFiles): FileWriter {
  let waiting: Uint8Array[] = []
  let waitingOctets = 0
  let failure: Error | null = null
  let handle: FileHandle | null = null
  let draining: Promise<void> | null = null

  async function drain(): Promise<void> {
    try {
      handle ??= await create(id, files)
      while (waiting.length > 0) {
        const chunks = waiting
        waiting = []
        waitingOctets = 0
        await writeAll(handle, chunks)
      }
    } catch (error) {
      failure = isDiskFull(error) ? new DiskFull({ cause: error }) : (error as Error)
      waiting = []
    } finally {
      draining = null
    }
  }

  async function settle(): Promise<void> {
    await draining
    if (failure) throw failure
  }

  return {
    write(chunk) {
      if (failure) return Promise.reject(failure)
      waiting.push(chunk)
      waitingOctets += chunk.length
      if (waitingOctets >= GATHERED) draining ??= drain()
      return waitingOctets > WRITE_AHEAD ? settle() : undefined
    },
    async end() {
      await settle()
      draining ??= drain()
      await settle()
      await handle?.sync().catch((error: unknown) => {
        throw isDiskFull(error) ? new DiskFull({ cause: error }) : error
      })
      await handle?.close()
      handle = null
      await files.syncFolder(id)
    },
    async abort() {
      await draining
      await handle?.close().catch(() => undefined)
      handle = null
      // What cannot be removed now has no message, and goes at the next start.
      await files.remove(id).catch(() => undefined)
    },
  }
}

async function create(id: MessageId, files: BodyFiles): Promise<FileHandle> {
  await files.prepare(id)
  return open(files.pathOf(id), 'wx', 0o600)
}

/** A write may take less than it was given when the disk is nearly full: the rest is tried again, and then fails. */
async function writeAll(handle: FileHandle, chunks: readonly Uint8Array[]): Promise<void> {
  const total = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  const { bytesWritten } = await handle.writev(chunks)
  if (bytesWritten === total) return
  let rest = Buffer.concat(chunks).subarray(bytesWritten)
  while (rest.length > 0) {
    const written = await handle.write(rest)
    rest = rest.subarray(written.bytesWritten)
  }
}
