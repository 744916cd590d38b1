/** Saves something large chunk by chunk: in the desktop straight to the disk, in a browser as a download. */
import { SAVE_CHUNK } from '../../shared/desktop/desktop-contract.ts'
import { toBase64 } from '../files/base64.ts'
import { saveFile } from '../files/save-file.ts'
import { useDesktop } from './desktop.ts'

/**
 * Resolves false where the person changed their mind. Rejects where the file could not be written, or with what the
 * chunks throw; then no file is left.
 */
export async function saveChunks(
  name: string,
  type: string,
  chunks: AsyncIterable<Uint8Array<ArrayBuffer>>,
): Promise<boolean> {
  const { client } = useDesktop.getState()
  if (client === null) {
    const parts: BlobPart[] = []
    for await (const chunk of chunks) parts.push(chunk)
    saveFile(name, type, new Blob(parts))
    return true
  }
  const saving = await client.files.beginSave({ name })
  if (saving === null) return false
  try {
    for await (const chunk of chunks)
      for (let from = 0; from < chunk.length; from += SAVE_CHUNK)
        await client.files.write({ ...saving, base64: toBase64(chunk.subarray(from, from + SAVE_CHUNK)) })
    await client.files.finishSave(saving)
    return true
  } catch (error) {
    await client.files.giveUpSave(saving)
    throw error
  }
}
