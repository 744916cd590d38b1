import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { backupNameSchema } from '../../../shared/contract/backups.ts'
import type { Client } from '../../../shared/contract/contract.ts'
import { CommandFailure, EXIT } from '../exit-codes.ts'

const CHUNK = 4 * 1024 * 1024

/** Puts a file from elsewhere among the backups of the data folder; answers its name there. */
export async function bringBackup(client: Client, path: string): Promise<string> {
  const name = basename(path)
  if (!backupNameSchema.safeParse(name).success)
    throw new CommandFailure(EXIT.failed, `${name} is no name of a backup: it ends with .mailroom-backup.`)
  if ((await client.backups.list()).some((one) => one.name === name)) return name
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    for (let offset = 0; offset < size || offset === 0; offset += CHUNK) {
      const chunk = Buffer.alloc(Math.min(CHUNK, size - offset))
      await file.read(chunk, 0, chunk.length, offset)
      const last = offset + CHUNK >= size
      await client.backups.write({ name, offset, base64: chunk.toString('base64'), last })
    }
  } finally {
    await file.close()
  }
  return name
}
