/**
 * Before the store opens: puts a restore that was asked for in its place, or takes it back where that fails. Steps and
 * their order are in restore-state.ts.
 */
import { copyFile, link, mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { MessageId } from '../../../shared/domain/id.ts'
import type { Clock, Logger } from '../ports.ts'
import { withCopier } from '../storage/copies/open-copier.ts'
import { DATABASE_FILE } from '../storage/workers/connection.ts'
import { lockDataFolder } from '../storage/workers/data-folder-lock.ts'
import { syncFolder } from '../sync-folder.ts'
import {
  endRestore,
  REPLACED,
  type RestoreState,
  readRestoreState,
  STAGED,
  writeRestoreState,
} from './restore-state.ts'
import { bodyName } from './write-backup.ts'

/** The database with its journals, and the bodies. Keys, logs, backups and the lock stay where they are. */
const PARTS = [DATABASE_FILE, `${DATABASE_FILE}-wal`, `${DATABASE_FILE}-shm`, 'bodies'] as const

export interface FinishRestoreOptions {
  readonly folder: string
  readonly clock: Clock
  readonly logger: Logger
}

/**
 * Answers why a restore could not be finished, in words; null where it was, or there was none.
 * @throws DataFolderInUse
 */
export async function finishRestore({ folder, clock, logger }: FinishRestoreOptions): Promise<string | null> {
  const state = await readRestoreState(folder)
  if (state === null) return null
  const unlock = lockDataFolder(folder)
  try {
    if (isGoingBack(state)) throw new Error('It was broken off.')
    await goOn(folder, state, clock.now())
    logger.info('A backup was restored.', { backup: state.backup })
    return null
  } catch (error) {
    logger.error('A backup could not be restored; everything is as before.', { backup: state.backup, error })
    await takeBack(folder, state)
    const reason = error instanceof Error ? error.message : String(error)
    return `The backup ${state.backup} could not be restored: ${reason} Everything is as it was before.`
  } finally {
    unlock()
  }
}

function isGoingBack({ phase }: RestoreState): boolean {
  return phase === 'withdrawn' || phase === 'returning'
}

async function goOn(folder: string, state: RestoreState, now: number): Promise<void> {
  const [staged, replaced] = [join(folder, STAGED), join(folder, REPLACED)]
  if (state.phase === 'ready') {
    await moveParts(folder, replaced)
    await writeRestoreState(folder, { ...state, phase: 'moved' })
  }
  if (state.phase !== 'settled') {
    await settle(folder, state, now)
    await writeRestoreState(folder, { ...state, phase: 'settled' })
  }
  await moveParts(staged, folder)
  await endRestore(folder)
}

async function settle(
  folder: string,
  { backup, actor, sendAgain }: RestoreState,
  now: number,
): Promise<void> {
  const [staged, replaced] = [join(folder, STAGED), join(folder, REPLACED)]
  const inUse = join(replaced, DATABASE_FILE)
  const settled = await withCopier(async (copier) =>
    copier.settle({
      path: join(staged, DATABASE_FILE),
      replaced: (await exists(inUse)) ? inUse : null,
      backup,
      sendAgain,
      actor,
      now,
    }),
  )
  for (const id of settled.bodyFiles) await takeBodyAlong(replaced, staged, id)
}

/** The same file under two names where the system can: the backup of what was in use needs it too. */
async function takeBodyAlong(from: string, to: string, id: MessageId): Promise<void> {
  const [source, target] = [join(from, bodyName(id)), join(to, bodyName(id))]
  await mkdir(dirname(target), { recursive: true, mode: 0o700 })
  try {
    await link(source, target)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return
    await copyFile(source, target)
  }
  await syncFolder(dirname(target))
}

/** What is not there was moved before the crash, or never was. */
async function moveParts(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 })
  for (const part of PARTS)
    await rename(join(from, part), join(to, part)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
  await syncFolder(to)
  if (await exists(from)) await syncFolder(from)
}

/** What was moved away comes back; parts of the backup can be in place from phase "settled" on only. */
async function takeBack(folder: string, begun: RestoreState): Promise<void> {
  const state = (await readRestoreState(folder)) ?? begun
  if (state.phase === 'settled' || state.phase === 'withdrawn') {
    await writeRestoreState(folder, { ...state, phase: 'withdrawn' })
    await moveParts(folder, join(folder, STAGED, 'withdrawn'))
  } // The likeliest reason is a full disk, and then the unpacked backup is what fills it.
  else await rm(join(folder, STAGED), { recursive: true, force: true })
  await writeRestoreState(folder, { ...state, phase: 'returning' })
  await moveParts(join(folder, REPLACED), folder)
  await rm(join(folder, REPLACED), { recursive: true, force: true })
  await endRestore(folder)
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
