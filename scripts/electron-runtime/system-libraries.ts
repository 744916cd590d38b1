// The shared libraries and tools of the system that an Electron needs, and how Debian gets them.

import { execFile } from 'node:child_process'
import { access, constants, readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import type { Progress } from './runtime.ts'

const run = promisify(execFile)

/** What a bare Debian or Ubuntu lacks to run Electron on a virtual display. */
const debianPackages = [
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
]

/** To build the SQLite binding of the registry runtime. */
const debianBuildPackages = ['make', 'g++', 'python3']

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

/** Installs what tests need as root on Debian; elsewhere says what is missing. Does nothing where all is there. */
export async function ensureSystemPackages(
  executable: string | undefined,
  progress: Progress,
): Promise<void> {
  if (process.platform !== 'linux') return
  const missing = [
    ...(await toolsMissing(['Xvfb', ...debianBuildPackages])),
    ...(executable === undefined ? [] : await missingLibraries(executable)),
  ]
  if (missing.length === 0) return
  const packages = [...debianPackages, ...debianBuildPackages]
  if (process.getuid?.() !== 0 || !(await isDebian())) {
    progress(`Missing on this system: ${missing.join(', ')}. Debian has them in: ${packages.join(' ')}`)
    return
  }
  progress(`Installing from Debian what Electron needs (missing: ${missing.join(', ')}) …`)
  await aptInstall(packages)
}

async function aptInstall(packages: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const install = () =>
    run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env, maxBuffer })
  try {
    await install()
  } catch {
    // The package lists of a fresh machine are empty or old.
    await run('apt-get', ['update'], { env, maxBuffer })
    await install()
  }
}

const maxBuffer = 64 * 1024 * 1024

async function isDebian(): Promise<boolean> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '')
  return /^ID(_LIKE)?=.*debian/m.test(release)
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
