import type { BackupView } from '../../../shared/contract/backups.ts'
import type { Client } from '../../../shared/contract/contract.ts'
import { saveFile } from '../../files/save-file.ts'

/** Chunk by chunk, then handed to the browser as one file; `onShare` hears from 0 to 1. */
export async function downloadBackup(
  client: Client,
  { name, size }: BackupView,
  onShare: (share: number) => void,
): Promise<void> {
  const chunks: Uint8Array<ArrayBuffer>[] = []
  for (let offset: number | null = 0; offset !== null; ) {
    const { base64, nextOffset }: { base64: string; nextOffset: number | null } = await client.backups.read({
      name,
      offset,
    })
    chunks.push(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)))
    onShare((nextOffset ?? size) / Math.max(1, size))
    offset = nextOffset
  }
  saveFile(name, 'application/gzip', new Blob(chunks))
}
