// What the tests need from the system: named where it is missing, and installed where that is possible and meant.

import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { Progress } from './runtime.ts'
import { toolsMissing } from './system-libraries.ts'

const run = promisify(execFile)

/** What a bare Debian or Ubuntu lacks to run Electron on a virtual display, and to build the SQLite binding. */
const packages = [
  'xvfb',
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libatk-bridge2.0-0',
  'libdrm2',
  'libnotify4',
  'libxtst6',
  'libxkbcommon0',
  'fonts-dejavu-core',
  'make',
  'g++',
  'python3',
]

export const debianHint = `Debian has what is needed: apt-get install ${packages.join(' ')}`

/** Installs what is missing as root on Debian; elsewhere names it. Does nothing where all is there. */
export async function ensureSystemPackages(progress: Progress): Promise<void> {
  if (process.platform !== 'linux') return
  const missing = [
    ...(await toolsMissing(['Xvfb', 'make', 'g++', 'python3'])),
    ...(await missingSharedLibraries()),
  ]
  if (missing.length === 0) return
  if (process.getuid?.() !== 0 || !(await isDebian())) {
    progress(
      `Missing on this system: ${missing.join(', ')}. On Debian: apt-get install ${packages.join(' ')}`,
    )
    return
  }
  progress(`Installing from Debian what Electron needs (missing: ${missing.join(', ')}) …`)
  await install().catch((error: unknown) =>
    progress(`Debian's packages could not be installed: ${String(error)}`),
  )
}

/** By name, before there is an Electron to ask: one library of each package above. */
async function missingSharedLibraries(): Promise<readonly string[]> {
  const wanted = [
    'libgtk-3.so.0',
    'libnss3.so',
    'libasound.so.2',
    'libgbm.so.1',
    'libatk-bridge-2.0.so.0',
    'libdrm.so.2',
  ]
  const env = { ...process.env, PATH: `${process.env.PATH ?? ''}:/sbin:/usr/sbin` }
  try {
    const { stdout } = await run('ldconfig', ['-p'], { env })
    return wanted.filter((name) => !stdout.includes(name))
  } catch {
    return []
  }
}

async function install(): Promise<void> {
  // The package lists of a fresh machine are empty.
  if ((await installable()).length < packages.length) await aptGet('update')
  await aptGet('install', '-y', '--no-install-recommends', ...(await installable()))
}

/** Later releases of Debian have some libraries under a name that ends in t64. */
async function installable(): Promise<readonly string[]> {
  const names = packages.flatMap((name) => [name, `${name}t64`])
  const { stdout } = await run('apt-cache', ['policy', ...names], { env: { ...process.env, LC_ALL: 'C' } })
  const available = new Set([...stdout.matchAll(/^(\S+):\n.*\n {2}Candidate: \d/gm)].map((match) => match[1]))
  return packages
    .map((name) => [name, `${name}t64`].find((candidate) => available.has(candidate)))
    .filter((name) => name !== undefined)
}

function aptGet(...args: readonly string[]): Promise<unknown> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return run('apt-get', args, { env, maxBuffer: 64 * 1024 * 1024 })
}

async function isDebian(): Promise<boolean> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '')
  return /^ID(_LIKE)?=.*debian/m.test(release)
}
