// What runs in an Electron that was given a folder: the registry runtime comes without Electron's own.

import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPackage } from '@electron/asar'

/** An archive, as in the official builds: electron-builder knows that name and leaves it out of what it packs. */
export async function writeDefaultApp(archive: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'mailroom-default-app-'))
  try {
    await cp(join(import.meta.dirname, 'default-app'), folder, { recursive: true })
    await createPackage(folder, archive)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
