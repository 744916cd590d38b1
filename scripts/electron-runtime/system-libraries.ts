// The shared libraries and tools that an Electron needs from the system.

import { execFile } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Names of shared libraries that the executable asks for and the system does not have. */
export async function missingLibraries(executable: string): Promise<readonly string[]> {
  if (process.platform !== 'linux') return []
  try {
    const { stdout } = await run('ldd', [executable])
    return [...stdout.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '')
  } catch {
    return []
  }
}

export async function toolsMissing(names: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(names.map(onPath))
  return names.filter((_, i) => found[i] === false)
}

async function onPath(name: string): Promise<boolean> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    try {
      await access(join(folder, name), constants.X_OK)
      return true
    } catch {
      // Not in this folder.
    }
  }
  return false
}
