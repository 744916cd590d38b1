import type { BackupView } from '../../../shared/contract/backups.ts'
import type { Client } from '../../../shared/contract/contract.ts'
import { saveChunks } from '../../desktop/save-chunks.ts'
import { fromBase64 } from '../../files/base64.ts'

/** Chunk by chunk, in the desktop straight to the disk: backups may be larger than memory. `onShare` hears from 0 to 1. */
export async function downloadBackup(
  client: Client,
  backup: BackupView,
  onShare: (share: number) => void,
): Promise<void> {
  await saveChunks(backup.name, 'application/gzip', chunksOf(client, backup, onShare))
}

async function* chunksOf(
  client: Client,
  { name, size }: BackupView,
  onShare: (share: number) => void,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let offset: number | null = 0; offset !== null; ) {
    const chunk: { base64: string; nextOffset: number | null } = await client.backups.read({ name, offset })
    yield fromBase64(chunk.base64)
    onShare((chunk.nextOffset ?? size) / Math.max(1, size))
    offset = chunk.nextOffset
  }
}
