/** Packs a copy of the database and the bodies beside it into one file: a gzipped tar. */
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { packTar, type TarSource } from 'modern-tar/fs'
import type { MessageId } from '../../../shared/domain/id.ts'
import { DATABASE_FILE } from '../storage/workers/connection.ts'
import { syncFolder } from '../sync-folder.ts'
import { type BackupManifest, MANIFEST } from './backup-manifest.ts'

export interface BackupContent {
  readonly manifest: BackupManifest
  /** A closed database that nobody changes. */
  readonly database: string
  /** The folder that holds bodies/xx/id. */
  readonly folder: string
  readonly bodyFiles: readonly MessageId[]
}

/** The file is there as a whole, synced and read back, or not at all. */
export async function writeBackup(
  path: string,
  content: BackupContent,
  onOctets: (octets: number) => void = () => undefined,
): Promise<void> {
  const draft = join(dirname(path), `.${process.pid}.part`)
  try {
    const packed = packTar(sourcesOf(content), { concurrency: 2 })
    // Speed before size: bodies are mostly compressed or encoded already.
    const counted = (octets: AsyncIterable<Buffer>) => counting(octets, onOctets)
    await pipeline(packed, counted, createGzip({ level: 1 }), createWriteStream(draft, { mode: 0o600 }))
    const file = await open(draft, 'r+')
    await file.sync()
    await file.close()
    await readBack(draft)
    await rename(draft, path)
    await syncFolder(dirname(path))
  } finally {
    await rm(draft, { force: true })
  }
}

/** From its first octet to the sum at its end, as a restore would. @throws where it is not what was packed */
export async function readBack(path: string): Promise<void> {
  await pipeline(createReadStream(path), createGunzip(), async (unpacked: AsyncIterable<Buffer>) => {
    for await (const _ of unpacked);
  })
}

function sourcesOf({ manifest, database, folder, bodyFiles }: BackupContent): TarSource[] {
  return [
    { type: 'content', target: MANIFEST, content: JSON.stringify(manifest), mode: 0o600 },
    { type: 'file', target: DATABASE_FILE, source: database, mode: 0o600 },
    ...bodyFiles.map((id): TarSource => {
      const name = bodyName(id)
      return { type: 'file', target: name, source: join(folder, name), mode: 0o600 }
    }),
  ]
}

/** Says how many octets went through so far. */
export async function* counting(
  chunks: AsyncIterable<Buffer>,
  onOctets: (octets: number) => void,
): AsyncGenerator<Buffer> {
  let octets = 0
  for await (const chunk of chunks) {
    octets += chunk.length
    onOctets(octets)
    yield chunk
  }
}

/** As body-files.ts lays them out; "/" on every system, as tar has it. */
export function bodyName(id: MessageId): string {
  return `bodies/${id.slice(-2)}/${id}`
}
