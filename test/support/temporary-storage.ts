import { onTestFinished } from 'vitest'
import { openStorage, type StorageOptions } from '../../main/engine/storage/open-storage.ts'
import type { Storage } from '../../main/engine/storage/storage.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A real store in a folder that goes with the test; closed with it too, unless the test did. */
export async function temporaryStorage(options: Partial<StorageOptions> = {}): Promise<Storage> {
  const storage = await openStorage({ folder: options.folder ?? (await temporaryFolder()), ...options })
  onTestFinished(() => storage.close())
  return storage
}
