/** What takes room in the data folder. Histories are what remains of the database when the rest is known. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DiskUse } from '../../../shared/contract/statistics.ts'
import type { StatisticsStorage } from '../storage/statistics-storage.ts'

export interface DiskSources {
  readonly storage: Pick<StatisticsStorage, 'readStoredFigures' | 'surveyBodies'>
  readonly folder: string
  readonly freeDiskBytes: (folder: string) => Promise<number>
}

/** engine.log and the older ones beside it. */
const LOG_FILE = /\.log(\.\d+)?$/
/** Messages a slice of the walk. */
const SLICE = 20_000

export async function measureDisk({ storage, folder, freeDiskBytes }: DiskSources): Promise<DiskUse> {
  const [stored, bodies, backups, logs, free] = await Promise.all([
    storage.readStoredFigures(),
    measureBodies(storage),
    folderSize(join(folder, 'backups')),
    folderSize(folder, (name) => LOG_FILE.test(name)),
    freeDiskBytes(folder),
  ])
  const inUse = stored.database - stored.free
  return {
    database: stored.database,
    openBodies: bodies.open,
    keptBodies: bodies.ended,
    histories: Math.max(0, inUse - bodies.inline - stored.sessions),
    sessions: stored.sessions,
    backups,
    logs,
    // JSON has no infinity, which a system may answer that does not tell.
    freeBytes: Math.min(free, Number.MAX_SAFE_INTEGER),
    endedMessages: stored.endedMessages,
    oldestEndedAt: stored.oldestEndedAt,
    keptSessions: stored.keptSessions,
  }
}

async function measureBodies(
  storage: DiskSources['storage'],
): Promise<{ open: number; ended: number; inline: number }> {
  const sizes = { open: 0, ended: 0, inline: 0 }
  for (let after: number | null = 0; after !== null; ) {
    const slice: Awaited<ReturnType<typeof storage.surveyBodies>> = await storage.surveyBodies(after, SLICE)
    for (const name of ['open', 'ended', 'inline'] as const) sizes[name] += slice[name]
    after = slice.next
  }
  return sizes
}

/** Of the files in it; 0 where there is no such folder. What goes meanwhile does not count. */
async function folderSize(path: string, counts: (name: string) => boolean = () => true): Promise<number> {
  const names = (await readdir(path).catch(() => [])).filter(counts)
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(path, name)).then(
        (found) => (found.isFile() ? found.size : 0),
        () => 0,
      ),
    ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
