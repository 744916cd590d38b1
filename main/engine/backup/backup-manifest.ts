/** The first thing in a backup: what it is, readable without unpacking the rest. */
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { createTarDecoder } from 'modern-tar'
import { z } from 'zod'

export const MANIFEST = 'manifest.json'
const LARGEST = 64 * 1024

/** A file from elsewhere may say anything: what it says is shown to people, and its time is taken for one. */
const manifestSchema = z.object({
  format: z.literal(1),
  createdAt: z.number().int().min(0).max(8_640_000_000_000_000),
  version: z.string().max(40),
  schema: z.number().int(),
  reason: z.enum(['manual', 'scheduled', 'before-restore']),
  openMessages: z.number().int().nonnegative(),
  bodyFiles: z.number().int().nonnegative(),
})
export type BackupManifest = z.infer<typeof manifestSchema>

/** @throws where the file is no backup of a kind that this version knows */
export async function readManifest(path: string): Promise<BackupManifest> {
  const file = createReadStream(path)
  const unpacked = createGunzip()
  file.on('error', (error) => unpacked.destroy(error))
  file.pipe(unpacked)
  try {
    const entries = (Readable.toWeb(unpacked) as ReadableStream<Uint8Array>).pipeThrough(
      createTarDecoder({ strict: true }),
    )
    const { value: entry } = await entries.getReader().read()
    if (!entry || entry.header.name !== MANIFEST || entry.header.size > LARGEST)
      throw new Error('it does not begin with a manifest')
    return manifestSchema.parse(JSON.parse(await new Response(entry.body).text()))
  } finally {
    file.destroy()
    unpacked.destroy()
  }
}
