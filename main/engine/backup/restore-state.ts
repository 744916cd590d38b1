/**
 * How far a restore has come, in a file of the data folder: each step is done again from its begin after a crash, and
 * the file moves on only when the step is synced.
 *
 * ready    the backup lies unpacked and checked in restore/; nothing of the data folder was touched
 * moved    what was in use lies in replaced/
 * settled  the restored database knows what waits, and lies in restore/
 * (gone)   it is in its place; replaced/ stays until a backup of it is made
 *
 * One that fails goes back, which a crash must not take for the way forth:
 *
 * withdrawn  parts of the backup that are in place go back to restore/
 * returning  what was in use comes back from replaced/
 */
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { syncFolder } from '../sync-folder.ts'

const stateSchema = z.object({
  phase: z.enum(['ready', 'moved', 'settled', 'withdrawn', 'returning']),
  backup: z.string(),
  actor: z.string(),
  sendAgain: z.boolean(),
})
export type RestoreState = z.infer<typeof stateSchema>

export const STAGED = 'restore'
export const REPLACED = 'replaced'
const FILE = 'restore.json'

/** null where none is under way. */
export async function readRestoreState(folder: string): Promise<RestoreState | null> {
  try {
    return stateSchema.parse(JSON.parse(await readFile(join(folder, FILE), 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new Error(
      `The file ${join(folder, FILE)} says how far a restore has come, and cannot be read. Remove it to start with what is in the data folder.`,
      { cause: error },
    )
  }
}

export async function writeRestoreState(folder: string, state: RestoreState): Promise<void> {
  const draft = join(folder, `${FILE}.new`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = await open(draft, 'w', 0o600)
  try {
    await file.writeFile(JSON.stringify(state))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, join(folder, FILE))
  await syncFolder(folder)
}

export async function endRestore(folder: string): Promise<void> {
  await rm(join(folder, FILE), { force: true })
  await syncFolder(folder)
  await rm(join(folder, STAGED), { recursive: true, force: true })
}
