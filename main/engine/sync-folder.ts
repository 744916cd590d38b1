import { open } from 'node:fs/promises'

/**
 * After this the names in the folder survive a crash. Windows can neither open nor sync a folder; NTFS journals the
 * rename itself.
 */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
