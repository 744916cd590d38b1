// Takes some of a zip's files out, one after the other, with their modes.

import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Entry, openPromise, type ZipFile } from 'yauzl'

/** `place` gives the path of an entry below `folder`, or undefined to leave it out. yauzl refuses paths that climb. */
export async function extractZip(
  file: string,
  folder: string,
  place: (entry: string) => string | undefined,
): Promise<void> {
  const zip = await openPromise(file)
  try {
    for await (const entry of zip.eachEntry()) {
      const path = place(entry.fileName)
      if (path !== undefined && !path.endsWith('/')) await extractEntry(zip, entry, join(folder, path))
    }
  } finally {
    zip.close()
  }
}

async function extractEntry(zip: ZipFile, entry: Entry, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true })
  // The upper half of the external attributes is the Unix mode, where the archive was made on Unix.
  const mode = (entry.externalFileAttributes >>> 16) & 0o777
  await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target, { mode: mode || 0o644 }))
}
