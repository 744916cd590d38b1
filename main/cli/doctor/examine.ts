import { stat } from 'node:fs/promises'
import type { Finding } from '../../engine/storage/doctor/finding.ts'
import { freeDiskBytes } from '../../engine-host/free-disk-bytes.ts'
import { systemClock } from '../../engine-host/system-clock.ts'
import { CommandFailure, EXIT } from '../exit-codes.ts'

/** Throws CommandFailure with exit code 2 where it could not look. */
export async function examine(folder: string, repair: boolean): Promise<Finding[]> {
  try {
    if (!(await stat(folder)).isDirectory()) throw new Error(`${folder} is no folder.`)
    // SQLite is loaded only where it is needed: the other commands start quickly.
    const { examineStore } = await import('../../engine/storage/doctor/examine-store.ts')
    const freeBytes = await freeDiskBytes(folder)
    return examineStore({ folder, repair, now: systemClock.now(), freeBytes })
  } catch (error) {
    throw new CommandFailure(EXIT.couldNotLook, describe(error, folder))
  }
}

function describe(error: unknown, folder: string): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return `There is no folder ${folder}: name the data folder with --data.`
  return message
}
