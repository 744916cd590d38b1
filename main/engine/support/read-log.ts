import { open } from 'node:fs/promises'
import { join } from 'node:path'

/** Octets of the end of the file that are read. */
const MOST = 96 * 1024

/** The last lines of engine.log, of this run and those before; none where the host keeps no such file. */
export async function readLog(folder: string): Promise<readonly string[]> {
  try {
    const file = await open(join(folder, 'engine.log'))
    try {
      const { size } = await file.stat()
      const from = Math.max(0, size - MOST)
      const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from)
      const lines = buffer.toString('utf8', 0, bytesRead).trimEnd().split('\n')
      return from > 0 ? lines.slice(1) : lines
    } finally {
      await file.close()
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
