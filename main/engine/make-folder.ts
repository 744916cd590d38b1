import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { syncFolder } from './sync-folder.ts'

/**
 * Makes a folder (0700), and those above it that are missing; after this their names survive a power cut, as those of
 * files in them have to. Does nothing where it is there.
 */
export async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  const top = dirname(resolve(first))
  for (let parent = dirname(resolve(path)); ; parent = dirname(parent)) {
    await syncFolder(parent).catch(ignoreRefused)
    if (parent === top || parent === dirname(parent)) return
  }
}

/** Who may make a folder in another may still not be allowed to open that one. */
function ignoreRefused(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EACCES' && error.code !== 'EPERM') throw error
}
