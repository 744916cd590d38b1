// Whether Chromium's sandbox works here. It does on ordinary desktops; as root and in many containers it does not.

import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

/** `--no-sandbox` only where Chromium would otherwise refuse to start. */
export async function sandboxArgs(electron: string): Promise<readonly string[]> {
  if (process.platform !== 'linux') return []
  if (process.getuid?.() === 0) return ['--no-sandbox']
  const works = (await hasSetuidHelper(electron)) || (await mayMakeUserNamespaces())
  return works ? [] : ['--no-sandbox']
}

const apparmorRestriction = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns'

async function hasSetuidHelper(electron: string): Promise<boolean> {
  try {
    const helper = await stat(join(dirname(electron), 'chrome-sandbox'))
    return helper.uid === 0 && (helper.mode & 0o4000) !== 0
  } catch {
    return false
  }
}

async function mayMakeUserNamespaces(): Promise<boolean> {
  // Ubuntu lets only programs with an AppArmor profile use them, among which unshare may be.
  if ((await readFile(apparmorRestriction, 'utf8').catch(() => '0')).trim() === '1') return false
  try {
    await promisify(execFile)('unshare', ['--user', '--map-root-user', 'true'])
    return true
  } catch {
    return false
  }
}
