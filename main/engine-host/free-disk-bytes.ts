import { statfs } from 'node:fs/promises'

/** Octets that this process may still write on the volume of the folder. */
export async function freeDiskBytes(folder: string): Promise<number> {
  const volume = await statfs(folder)
  return volume.bavail * volume.bsize
}
