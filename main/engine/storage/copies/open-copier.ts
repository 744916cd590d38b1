import { openWorkerChannel } from '../workers/worker-channel.ts'
import type { CopierOperations } from './copier-operations.ts'
import type { InspectedDatabase } from './inspect-database.ts'
import type { Settled, SettleRequest } from './settle-restored.ts'

export interface Copier {
  copy(request: { readonly folder: string; readonly to: string }): Promise<InspectedDatabase>
  inspect(request: { readonly path: string; readonly check: boolean }): Promise<InspectedDatabase>
  settle(request: SettleRequest): Promise<Settled>
}

/** A worker for one piece of work: it ends with it. */
export async function withCopier<T>(work: (copier: Copier) => Promise<T>): Promise<T> {
  const ignore = () => undefined
  const events = { onUnusedFiles: ignore, onWriteFailure: ignore, onFailure: ignore }
  const channel = await openWorkerChannel<CopierOperations>(
    'storage-copier',
    { folder: '', maximumBytes: null, now: 0 },
    events,
  )
  try {
    return await work({
      copy: (request) => channel.call('copyDatabase', request),
      inspect: (request) => channel.call('inspectDatabase', request),
      settle: (request) => channel.call('settleRestored', request),
    })
  } finally {
    await channel.close()
  }
}
