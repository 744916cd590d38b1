import { access, constants, open, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { makeFolder } from '../engine/make-folder.ts'

/** The data folder can be neither made nor written; the message says why, and what to do. */
export class DataFolderUnusable extends Error {
  override readonly name = 'DataFolderUnusable'
  readonly code = 'DATA_FOLDER_UNUSABLE'
}

/**
 * Makes the data folder (0700) where it is missing.
 * @throws DataFolderUnusable, before anything else fails over it in words that help nobody
 */
export async function requireDataFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder)
    await tryToWrite(folder)
  } catch (error) {
    const why = explain(codeOf(error) === 'ENOENT' ? await refusalAbove(folder) : codeOf(error))
    const text = (reason: string) => `The data folder ${folder} cannot be used: ${reason}`
    // What is understood needs no cause, which would be logged with its stack.
    if (why !== null) throw new DataFolderUnusable(text(why))
    throw new DataFolderUnusable(text(error instanceof Error ? error.message : String(error)), {
      cause: error,
    })
  }
}

/** Linux does not tell beforehand of a file system that it has made read-only itself. A full disk is said later. */
async function tryToWrite(folder: string): Promise<void> {
  const path = join(folder, `.${process.pid}.try`)
  try {
    await (await open(path, 'w', 0o600)).close()
    await rm(path)
  } catch (error) {
    if (codeOf(error) !== 'ENOSPC' && codeOf(error) !== 'EDQUOT') throw error
  }
}

/** Node says of a folder that it cannot make only that it is not there. */
async function refusalAbove(folder: string): Promise<string> {
  for (let path = resolve(folder); ; path = dirname(path))
    try {
      await access(path, constants.W_OK)
      return 'ENOENT'
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || path === dirname(path)) return codeOf(error)
    }
}

function explain(code: string): string | null {
  switch (code) {
    case 'EROFS':
      return 'its file system is mounted read-only. Linux also does that after errors of a disk: look at the system log. Mount it for writing, then start Mailroom again.'
    case 'EACCES':
    case 'EPERM':
      return 'this user may not write there. Let the folder belong to the user that runs Mailroom, or name another folder with --data.'
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full. Make room, then start Mailroom again.'
    case 'ENOTDIR':
    case 'EEXIST':
      return 'a file is in its place. Name another folder with --data.'
    default:
      return null
  }
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code ?? '')
}
