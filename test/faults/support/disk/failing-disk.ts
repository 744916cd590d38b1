/** Writes of a program that fail from one moment to another, without root: see failing-writes.c. */
import { rm, writeFile } from 'node:fs/promises'
import { constants } from 'node:os'
import { join } from 'node:path'
import { compilePreloaded } from '../preloaded.ts'

export interface FailingDisk {
  /** Of a program whose writes below the folder are to fail. */
  readonly env: NodeJS.ProcessEnv
  fail(error: 'EROFS' | 'EIO'): Promise<void>
  recover(): Promise<void>
}

/** `folder` is for what this itself needs; it must not lie below `root`. */
export async function failingDisk(root: string, folder: string): Promise<FailingDisk> {
  const when = join(folder, 'failing')
  const library = await compilePreloaded('disk/failing-writes.c', folder)
  return {
    env: { ...process.env, LD_PRELOAD: library, FAILING_ROOT: root, FAILING_WHEN: when },
    fail: (error) => writeFile(when, String(constants.errno[error])),
    recover: () => rm(when),
  }
}
