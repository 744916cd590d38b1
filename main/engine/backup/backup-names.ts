/** Where backups lie and what they are called. Pure. */
import { join } from 'node:path'

const ENDING = '.mailroom-backup'

export function backupFolder(dataFolder: string): string {
  return join(dataFolder, 'backups')
}

/** "2026-11-22-174530.mailroom-backup", in UTC; another one of the same second has a number after it. */
export function backupName(at: number, taken: readonly string[]): string {
  const [day = '', time = ''] = new Date(at).toISOString().split(/[T.]/)
  const base = `${day}-${time.replaceAll(':', '')}`
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? `${base}${ENDING}` : `${base}-${number}${ENDING}`
    if (!taken.includes(name)) return name
  }
}

export function isBackupName(name: string): boolean {
  return name.endsWith(ENDING) && !name.startsWith('.')
}
