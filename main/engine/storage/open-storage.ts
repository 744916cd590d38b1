import { join, resolve } from 'node:path'
import { decodeId, encodeId, type MessageId } from '../../../shared/domain/id.ts'
import { makeFolder } from '../make-folder.ts'
import { createBodyFiles } from './bodies/body-files.ts'
import { createBodyStore } from './bodies/create-body-store.ts'
import { checkSlice } from './body-check.ts'
import { withCopier } from './copies/open-copier.ts'
import { withFreshSearches } from './fresh-searches.ts'
import { createOperationStorage } from './operation-storage.ts'
import { createQueueStorage } from './queue-storage.ts'
import { markSuspected } from './recovery/find-damage.ts'
import type { RecoveryReport } from './recovery/set-aside-folder.ts'
import { createSessionStorage } from './session-storage.ts'
import { createSetupStorage } from './setup-storage.ts'
import { createStatisticsStorage } from './statistics-storage.ts'
import type { Storage } from './storage.ts'
import { StoreDamaged } from './storage-errors.ts'
import { lazyChannel } from './workers/lazy-channel.ts'
import type { WorkerStart } from './workers/protocol.ts'
import type { ReaderOperations } from './workers/reader-operations.ts'
import { openWorkerChannel, type WorkerChannel } from './workers/worker-channel.ts'
import type { WriterOperations } from './workers/writer-operations.ts'

export interface StorageOptions {
  /** The data folder; made (0700) where it is missing. */
  readonly folder: string
  /** A worker died: every call is rejected from now on. The engine has to be started again. */
  readonly onFailure?: (error: Error) => void
  /** Something was not kept, and its caller knows: the disk is full, the database or the file system fails. */
  readonly onWriteFailure?: (error: Error) => void
  /** Something that does no harm to mail: a body file that could not be removed. */
  readonly onTrouble?: (error: Error) => void
  /** The database is damaged: its recovery begins (no report), or has come to an end. */
  readonly onRecovery?: (reason: string, report: RecoveryReport | null) => void
  /** So many messages were found whose body is not there; they are held, or only history. */
  readonly onBodiesLost?: (messages: number) => void
  /** Milliseconds since 1970. Default: the system's clock. */
  readonly now?: () => number
  /** A bound for the database file in octets, beyond which it behaves as on a full disk. Default: none. */
  readonly maximumBytes?: number
}

/** The workers behind one open store. */
export interface Workers {
  readonly writer: WorkerChannel<WriterOperations>
  readonly reader: Pick<WorkerChannel<ReaderOperations>, 'call' | 'close'>
  /** Another reader, for what may take longer: counts, searches of operations. A list is never behind one. */
  readonly background: Pick<WorkerChannel<ReaderOperations>, 'call' | 'close'>
}

/**
 * Opens the store of a data folder: locks it, recovers what can be read of a damaged database, brings the schema up to
 * date, removes body files that a crash left without a message.
 * @throws DataFolderInUse where another engine owns the folder; SchemaTooNew; DiskFull; else the system's error
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const folder = resolve(options.folder)
  const { onFailure = ignore, onWriteFailure = ignore, onTrouble = ignore } = options
  await makeFolder(folder)
  const files = createBodyFiles(folder)
  const onUnusedFiles = (keys: readonly number[]) => bodies.removeUnused(keys.map(encodeId))
  const now = options.now ?? Date.now
  const start: WorkerStart = { folder, maximumBytes: options.maximumBytes ?? null, now: now() }
  let keepIn: string | null = null
  const workers = await openWorkers(start, {
    onUnusedFiles,
    onFailure,
    onWriteFailure,
    onRecovery(reason, report) {
      if (report !== null) keepIn = join(folder, report.folder, 'bodies')
      options.onRecovery?.(reason, report)
    },
    onDamage: once((error) => {
      markSuspected(folder, error.message)
      onFailure(new StoreDamaged({ cause: error }))
    }),
  })
  const { writer, reader, background } = workers
  const readRow = (id: MessageId) => writer.call('readBody', id)
  const bodies = createBodyStore(files, readRow, { onWriteFailure, onTrouble })
  const missing = await bodies.compareFiles(await writer.call('namedFiles', null), keepIn)
  if (missing.length > 0) {
    const keys = missing.map(decodeId)
    const lost = await writer.call('loseBodies', {
      missing: keys,
      changed: [],
      now: now(),
      areLeasesDead: true,
    })
    if (lost > 0) options.onBodiesLost?.(lost)
  }

  const queue = createQueueStorage(workers, bodies)
  return {
    ...queue,
    ...createOperationStorage(workers, queue),
    ...createSessionStorage(workers),
    ...createSetupStorage(workers),
    ...createStatisticsStorage(workers),
    async copyTo(path) {
      const release = bodies.keepFiles()
      try {
        const copied = await withCopier((copier) => copier.copy({ folder, to: path }))
        return { ...copied, release }
      } catch (error) {
        release()
        throw error
      }
    },
    checkSlice: (request) => checkSlice(workers, files, request),
    lastId: writer.lastKey === null ? null : encodeId(writer.lastKey),
    async close() {
      // The last connection to close folds the WAL into the database: that has to be the one that may write.
      await Promise.all([reader.close(), background.close()])
      await writer.close()
    },
  }
}

/** Both start at the same time; where one does not, the other is ended. */
async function openWorkers(
  start: WorkerStart,
  events: Parameters<typeof openWorkerChannel>[2],
): Promise<Workers> {
  const opening = [
    openWorkerChannel<WriterOperations>('storage-writer', start, events),
    openWorkerChannel<ReaderOperations>('storage-reader', start, events),
  ] as const
  try {
    const [writer, reader] = await Promise.all(opening)
    const background = lazyChannel(() => openWorkerChannel<ReaderOperations>('storage-reader', start, events))
    return {
      writer,
      reader: withFreshSearches(reader, writer),
      background: withFreshSearches(background, writer),
    }
  } catch (error) {
    for (const channel of await Promise.allSettled(opening))
      if (channel.status === 'fulfilled') await channel.value.close()
    throw error
  }
}

/** One damaged page fails many calls. */
function once(tell: (error: Error) => void): (error: Error) => void {
  let isTold = false
  return (error) => {
    if (isTold) return
    isTold = true
    tell(error)
  }
}

function ignore(): void {}
