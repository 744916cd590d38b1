import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineError } from '../engine-error.ts'
import type { Ports } from '../ports.ts'
import { DATABASE_FILE } from '../storage/workers/connection.ts'

/** Octets that mail must have left: near to nothing free, reception would stop. */
const RESERVE = 256 * 1024 * 1024

/** For something that is unpacked, asked while it goes on. */
export async function hasRoom(folder: string, freeDiskBytes: Ports['freeDiskBytes']): Promise<boolean> {
  return (await freeDiskBytes(folder)) >= RESERVE
}

/** The copy of the database lies beside the packed one for a while. Throws EngineError UNAVAILABLE. */
export async function requireRoom(folder: string, freeDiskBytes: Ports['freeDiskBytes']): Promise<void> {
  const database = (await sizeOf(join(folder, DATABASE_FILE))) + (await sizeOf(walOf(folder)))
  const needed = 2 * database + (await sizeOfBodies(join(folder, 'bodies'))) + RESERVE
  const free = await freeDiskBytes(folder)
  if (free >= needed) return
  const missing = Math.ceil((needed - free) / 1024 ** 2)
  throw new EngineError(
    'UNAVAILABLE',
    `There is not enough room for a backup: ${missing} MiB more are needed on the disk of the data folder. Delete older backups, or make room; then try again.`,
  )
}

function walOf(folder: string): string {
  return join(folder, `${DATABASE_FILE}-wal`)
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  )
}

async function sizeOfBodies(root: string): Promise<number> {
  let total = 0
  for (const folder of await readdir(root).catch(() => []))
    for (const name of await readdir(join(root, folder)).catch(() => []))
      total += await sizeOf(join(root, folder, name))
  return total
}
