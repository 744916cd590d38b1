import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { BackupView } from '../../../shared/contract/backups.ts'
import { newestSchema } from '../storage/migrations/migrate.ts'
import { readManifest } from './backup-manifest.ts'
import { isBackupName } from './backup-names.ts'

/** Newest first. A file that cannot be read is listed with the reason, so that somebody can remove it. */
export async function listBackups(folder: string): Promise<BackupView[]> {
  const names = await readdir(folder).catch(() => [])
  const views = await Promise.all(names.filter(isBackupName).map((name) => viewBackup(folder, name)))
  return views.filter((view) => view !== null).sort((a, b) => b.createdAt - a.createdAt)
}

/** null where it was removed meanwhile. */
export async function viewBackup(folder: string, name: string): Promise<BackupView | null> {
  const path = join(folder, name)
  const file = await stat(path).catch(() => null)
  if (!file?.isFile()) return null
  try {
    const { createdAt, version, schema, reason, openMessages } = await readManifest(path)
    const problem =
      schema > newestSchema()
        ? 'A later version of Mailroom made it: install that version to restore it.'
        : null
    return { name, createdAt, size: file.size, version, reason, openMessages, problem }
  } catch {
    const problem = 'It is damaged, or no backup of Mailroom.'
    const createdAt = Math.round(file.mtimeMs)
    return { name, createdAt, size: file.size, version: '', reason: 'manual', openMessages: 0, problem }
  }
}
