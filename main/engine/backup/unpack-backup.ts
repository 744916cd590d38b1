/** Unpacks a backup into an empty folder and finds out whether it is whole. */
import { createReadStream } from 'node:fs'
import { access, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { crc32, createGunzip } from 'node:zlib'
import { unpackTar } from 'modern-tar/fs'
import { withCopier } from '../storage/copies/open-copier.ts'
import { DATABASE_FILE } from '../storage/workers/connection.ts'
import { MANIFEST } from './backup-manifest.ts'
import { bodyName, counting } from './write-backup.ts'

/** Nothing else is written, whatever the file says: no links, no ways out of the folder. */
const KNOWN = /^(manifest\.json|mailroom\.sqlite|bodies\/[0-9A-Za-z]{2}\/[0-9A-Za-z]{1,40})$/

/** Is there room for more, besides what mail needs? */
export type HasRoom = () => Promise<boolean>

/** Octets between two questions: a file of a megabyte can unpack to a disk full of zeros. */
const ASK_EVERY = 32 * 1024 * 1024

export interface UnpackingEvents {
  readonly hasRoom: HasRoom
  /** Octets of the file that were read. */
  readonly onOctets?: (octets: number) => void
  readonly onUnpacked?: () => void
}

/** @throws an Error whose message says what is wrong with the backup */
export async function unpackBackup(
  path: string,
  folder: string,
  { hasRoom, onOctets = () => undefined, onUnpacked = () => undefined }: UnpackingEvents,
): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    await pipeline(
      createReadStream(path),
      (read: AsyncIterable<Buffer>) => counting(read, onOctets),
      createGunzip(),
      (unpacked: AsyncIterable<Buffer>) => whileRoom(unpacked, hasRoom),
      unpackTar(folder, { strict: true, filter: isKnown, dmode: 0o700, fmode: 0o600, concurrency: 2 }),
    )
  } catch (error) {
    if (isDiskFull(error)) throw error
    throw new Error('It is damaged or was cut off: it cannot be unpacked.', { cause: error })
  }
  onUnpacked()
  await checkWhole(folder)
}

async function* whileRoom(unpacked: AsyncIterable<Buffer>, hasRoom: HasRoom): AsyncGenerator<Buffer> {
  let octets = ASK_EVERY
  for await (const chunk of unpacked) {
    octets += chunk.length
    if (octets >= ASK_EVERY) {
      octets = 0
      if (!(await hasRoom())) throw Object.assign(new Error('no room is left'), { code: 'ENOSPC' })
    }
    yield chunk
  }
}

function isKnown({ name, type }: { readonly name: string; readonly type?: string }): boolean {
  return (type === undefined || type === 'file') && KNOWN.test(name)
}

async function checkWhole(folder: string): Promise<void> {
  const missing = 'It is damaged: parts of it are missing.'
  await access(join(folder, MANIFEST)).catch(() => {
    throw new Error(missing)
  })
  const path = join(folder, DATABASE_FILE)
  const { schema, known, damage, bodies } = await withCopier((copier) =>
    copier.inspect({ path, check: true }),
  ).catch((error: unknown) => {
    throw new Error('It is damaged: its database cannot be read.', { cause: error })
  })
  if (damage !== null) throw new Error(`Its database is damaged: ${damage}`)
  // SQLite takes a file of less than a page for a new database.
  if (schema === 0) throw new Error('It is damaged: its database is empty.')
  if (schema > known)
    throw new Error('A later version of Mailroom made it: install that version to restore it.')
  for (const body of bodies) {
    const found = await readBody(join(folder, bodyName(body.id))).catch(() => {
      throw new Error(missing)
    })
    if (found.size !== body.size || (body.sum !== null && found.sum !== body.sum))
      throw new Error(`It is damaged: the content of message ${body.id} is not what was accepted.`)
  }
}

async function readBody(path: string): Promise<{ readonly size: number; readonly sum: number }> {
  let size = 0
  let sum = 0
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    size += piece.length
    sum = crc32(piece, sum)
  }
  return { size, sum }
}

function isDiskFull(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOSPC' || code === 'EDQUOT'
}
