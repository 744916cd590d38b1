/** Backups of the data folder: made, kept, brought back. One piece of work at a time; mail goes on meanwhile. */
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { BackupProgress, BackupView } from '../../../shared/contract/backups.ts'
import { EngineError, notFound } from '../engine-error.ts'
import type { Clock, Logger, Ports } from '../ports.ts'
import { withCopier } from '../storage/copies/open-copier.ts'
import type { Storage } from '../storage/storage.ts'
import { DATABASE_FILE } from '../storage/workers/connection.ts'
import type { BackupManifest } from './backup-manifest.ts'
import { backupFolder, backupName, isBackupName } from './backup-names.ts'
import { listBackups, viewBackup } from './list-backups.ts'
import { hasRoom, requireRoom } from './require-room.ts'
import { REPLACED, readRestoreState, STAGED, writeRestoreState } from './restore-state.ts'
import { type BackupChunk, readBackup, takeBackup, type WrittenChunk } from './transfer-backup.ts'
import { unpackBackup } from './unpack-backup.ts'
import { writeBackup } from './write-backup.ts'

export interface BackupsOptions {
  readonly folder: string
  readonly version: string
  readonly storage: Pick<Storage, 'copyTo' | 'addAudit'>
  readonly clock: Clock
  readonly logger: Logger
  readonly freeDiskBytes: Ports['freeDiskBytes']
  /** Why a restore did not come to its end at this start; null where nothing is to be said. */
  readonly restoreProblem: string | null
  /** Starts the engine anew, which finishes a restore; absent where the next start is somebody else's. */
  readonly onRestart?: (() => void) | undefined
  /** The list changed, or what is said in problem(). */
  readonly onChange: () => void
}

export interface Backups {
  list(): Promise<BackupView[]>
  /** Rejects with EngineError UNAVAILABLE where there is no room. */
  create(reason: 'manual' | 'scheduled', actor: string): Promise<BackupView>
  /** What is being made or restored now; null: nothing. */
  progress(): BackupProgress | null
  remove(name: string, actor: string): Promise<void>
  /** Checks and unpacks it, then asks for a restart. Rejects with EngineError NOT_FOUND, CONFLICT or INVALID. */
  restore(name: string, sendAgain: boolean, actor: string): Promise<void>
  read(name: string, offset: number): Promise<BackupChunk>
  write(chunk: WrittenChunk, actor: string): Promise<void>
  /** What went wrong of late, in words; null where nothing did. */
  problem(): string | null
  /** Keeps what a restore replaced as a backup, and removes drafts that a crash left behind. */
  tidyUp(): Promise<void>
}

/** Milliseconds between the answer to a restore and the end of the engine that gave it. */
const ANSWER_FIRST = 300

/** Backups that restores made and nobody asked for: whoever goes back and forth must not fill the disk with them. */
const KEPT_OF_RESTORES = 3

export function createBackups(options: BackupsOptions): Backups {
  const { storage, clock, logger, version } = options
  const folder = backupFolder(options.folder)
  let problem = options.restoreProblem
  let progress: BackupProgress | null = null
  let tail: Promise<unknown> = Promise.resolve()

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = tail.then(work).finally(() => {
      progress = null
    })
    tail = done.catch(() => undefined)
    return done
  }

  function say(text: string | null): void {
    if (text === problem) return
    problem = text
    options.onChange()
  }

  const audit = (actor: string, action: string, detail: Record<string, unknown>) =>
    storage.addAudit({ at: clock.now(), actor, action, detail })

  async function pack(reason: BackupManifest['reason']): Promise<BackupView> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await requireRoom(options.folder, options.freeDiskBytes)
    const createdAt = clock.now()
    const name = backupName(createdAt, await readdir(folder))
    const database = join(folder, `.${name}.sqlite`)
    await rm(database, { force: true })
    try {
      progress = { step: 'copying', octets: 0, total: null }
      const copy = await storage.copyTo(database)
      try {
        const manifest = manifestOf({ ...copy, createdAt, version, reason })
        const { bodyFiles } = copy
        const content = { manifest, database, folder: options.folder, bodyFiles }
        await writeBackup(join(folder, name), content, (octets) => {
          progress = { step: 'packing', octets, total: null }
        })
      } finally {
        copy.release()
      }
    } finally {
      await rm(database, { force: true })
    }
    return requireView(await viewBackup(folder, name), name)
  }

  /** The store is closed there, and nobody changes it any more. */
  async function packReplaced(): Promise<void> {
    const replaced = join(options.folder, REPLACED)
    const database = join(replaced, DATABASE_FILE)
    if (await isThere(database)) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const found = await withCopier((copier) => copier.inspect({ path: database, check: false }))
      const name = backupName(clock.now(), await readdir(folder))
      const manifest = manifestOf({ ...found, createdAt: clock.now(), version, reason: 'before-restore' })
      const { bodyFiles } = found
      await writeBackup(join(folder, name), { manifest, database, folder: replaced, bodyFiles })
      logger.info('What the restore replaced is kept as a backup.', { backup: name })
      options.onChange()
    }
    await rm(replaced, { recursive: true, force: true })
  }

  async function removeSurplus(): Promise<void> {
    const surplus = (await listBackups(folder)).filter(({ reason }) => reason === 'before-restore')
    for (const { name } of surplus.slice(KEPT_OF_RESTORES)) await remove(name, 'restore')
  }

  async function remove(name: string, actor: string): Promise<void> {
    const { createdAt } = requireView(await viewBackup(folder, name), name)
    await rm(join(folder, name), { force: true })
    await audit(actor, 'backup deleted', { name, madeAt: new Date(createdAt).toISOString() })
    options.onChange()
  }

  async function create(reason: 'manual' | 'scheduled', actor: string): Promise<BackupView> {
    try {
      const view = await pack(reason)
      await audit(actor, 'backup made', { name: view.name, size: view.size })
      say(null)
      options.onChange()
      return view
    } catch (error) {
      logger.error('A backup could not be made.', { error })
      const why = describe(error)
      say(`The last backup could not be made: ${why}`)
      throw error instanceof EngineError
        ? error
        : new EngineError('UNAVAILABLE', `No backup was made: ${why}`)
    }
  }

  async function restore(name: string, sendAgain: boolean, actor: string): Promise<void> {
    const view = requireView(await viewBackup(folder, name), name)
    if (view.problem !== null) throw cannot(name, view.problem)
    if ((await readRestoreState(options.folder)) !== null)
      throw new EngineError('CONFLICT', 'A restore is under way: wait until Mailroom runs again.')
    await packReplaced()
    try {
      await unpackBackup(join(folder, name), join(options.folder, STAGED), {
        hasRoom: () => hasRoom(options.folder, options.freeDiskBytes),
        onOctets: (octets) => {
          progress = { step: 'unpacking', octets, total: view.size }
        },
        onUnpacked: () => {
          progress = { step: 'checking', octets: view.size, total: view.size }
        },
      })
    } catch (error) {
      await rm(join(options.folder, STAGED), { recursive: true, force: true })
      throw cannot(name, describe(error))
    }
    await audit(actor, 'restore begun', { name, sendAgain })
    await writeRestoreState(options.folder, { phase: 'ready', backup: name, actor, sendAgain })
    logger.info('A backup is being restored: the engine starts anew.', { backup: name })
    if (options.onRestart) clock.after(ANSWER_FIRST, options.onRestart)
  }

  return {
    list: () => listBackups(folder),
    create: (reason, actor) => inTurn(() => create(reason, actor)),
    progress: () => progress,
    remove,
    restore: (name, sendAgain, actor) => inTurn(() => restore(name, sendAgain, actor)),
    read: (name, offset) => readBackup(folder, name, offset),
    write: (chunk, actor) =>
      inTurn(async () => {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await takeBackup(folder, chunk)
        if (!chunk.last) return
        await audit(actor, 'backup brought', { name: chunk.name })
        options.onChange()
      }),
    problem: () => problem,
    tidyUp: () =>
      inTurn(async () => {
        try {
          await removeDrafts(folder)
          // Of a restore whose state was not written any more, or was removed already.
          if ((await readRestoreState(options.folder)) === null)
            await rm(join(options.folder, STAGED), { recursive: true, force: true })
          await packReplaced()
          await removeSurplus().catch((error) =>
            logger.warn('Older backups of restores were not removed.', { error }),
          )
        } catch (error) {
          logger.error('What a restore replaced could not be packed; it stays in the data folder.', { error })
          const kept = join(options.folder, REPLACED)
          say(
            `What the restore replaced could not be packed as a backup: ${describe(error)} It is in ${kept}.`,
          )
        }
      }),
  }
}

function manifestOf(
  content: Omit<BackupManifest, 'format' | 'bodyFiles'> & { readonly bodyFiles: readonly string[] },
): BackupManifest {
  const { createdAt, version, schema, reason, openMessages, bodyFiles } = content
  return { format: 1, createdAt, version, schema, reason, openMessages, bodyFiles: bodyFiles.length }
}

async function removeDrafts(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((each) => each.startsWith('.') && !isBackupName(each)))
    await rm(join(folder, name), { force: true })
}

function requireView(view: BackupView | null, name: string): BackupView {
  if (view === null) throw notFound('backup', name)
  return view
}

function cannot(name: string, why: string): EngineError {
  const message = `${name} cannot be restored. ${why}`
  return new EngineError('INVALID', message, [{ path: ['name'], message }])
}

function describe(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return 'the disk is full. Make room, or delete older backups; then try again.'
  return error instanceof Error ? error.message : String(error)
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
