// Whether Chromium's sandbox works here. It does on ordinary desktops; as root and in many containers it does not.

import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

/** `--no-sandbox` only where Chromium would otherwise refuse to start. */
export async function sandboxArgs(electron: string): Promise<readonly string[]> {
  if (process.platform !== 'linux') return []
  if (process.getuid?.() === 0) return ['--no-sandbox']
  const works = (await hasSetuidHelper(electron)) || (await mayMakeUserNamespaces())
  return works ? [] : ['--no-sandbox']
}

async function hasSetuidHelper(electron: string): Promise<boolean> {
  try {
    const helper = await stat(join(dirname(electron), 'chrome-sandbox'))
    return helper.uid === 0 && (helper.mode & 0o4000) !== 0
  } catch {
    return false
  }
}

async function mayMakeUserNamespaces(): Promise<boolean> {
  try {
    await promisify(execFile)('unshare', ['--user', '--map-root-user', 'true'])
    return true
  } catch {
    return false
  }
}
