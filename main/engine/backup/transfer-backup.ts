/** Backups out of the data folder and back into it, chunk by chunk. */
import { createReadStream } from 'node:fs'
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { EngineError, notFound } from '../engine-error.ts'
import { syncFolder } from '../sync-folder.ts'
import { readManifest } from './backup-manifest.ts'

const CHUNK = 4 * 1024 * 1024

export interface BackupChunk {
  readonly base64: string
  readonly nextOffset: number | null
}

/** Rejects with EngineError NOT_FOUND. */
export async function readBackup(folder: string, name: string, offset: number): Promise<BackupChunk> {
  const file = await open(join(folder, name), 'r').catch(() => {
    throw notFound('backup', name)
  })
  try {
    const { size } = await file.stat()
    const chunk = Buffer.alloc(Math.max(0, Math.min(CHUNK, size - offset)))
    await file.read(chunk, 0, chunk.length, offset)
    const end = offset + chunk.length
    return { base64: chunk.toString('base64'), nextOffset: end < size ? end : null }
  } finally {
    await file.close()
  }
}

export interface WrittenChunk {
  readonly name: string
  readonly offset: number
  readonly content: Uint8Array
  readonly last: boolean
}

/**
 * Takes the next chunk; offset 0 begins anew. With the last one the whole is checked and gets its name.
 * Rejects with EngineError CONFLICT where the name is taken or a chunk is missing, INVALID where it is no backup.
 */
export async function takeBackup(
  folder: string,
  { name, offset, content, last }: WrittenChunk,
): Promise<void> {
  const [path, draft] = [join(folder, name), join(folder, `.${name}.upload`)]
  if (await isThere(path))
    throw new EngineError('CONFLICT', `There is already a backup named ${name}: rename the file first.`)
  const file = await openDraft(draft, offset)
  try {
    await append(file, offset, content)
    if (last) await file.sync()
  } finally {
    await file.close()
  }
  if (!last) return
  await checkFile(draft)
  await rename(draft, path)
  await syncFolder(folder)
}

async function openDraft(draft: string, offset: number): Promise<FileHandle> {
  if (offset === 0) return open(draft, 'w', 0o600)
  return open(draft, 'r+').catch(() => {
    throw lost()
  })
}

async function append(file: FileHandle, offset: number, content: Uint8Array): Promise<void> {
  if ((await file.stat()).size !== offset) throw lost()
  await file.write(content, 0, content.length, offset)
}

/** Every octet is read, so that what was cut off or changed on the way is found now and not in need. */
async function checkFile(draft: string): Promise<void> {
  try {
    await readManifest(draft)
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
    await pipeline(createReadStream(draft), createGunzip(), nowhere)
  } catch {
    await rm(draft, { force: true })
    const message = 'This file is no backup of Mailroom, or it is damaged. Choose another one.'
    throw new EngineError('INVALID', message, [{ path: ['base64'], message }])
  }
}

function lost(): EngineError {
  return new EngineError('CONFLICT', 'A part of the file went missing on the way: bring it once more.')
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
