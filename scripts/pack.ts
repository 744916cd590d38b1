// `npm run pack`: builds and packs the application into dist/ as an unpacked folder, with the Electron that runs here.
// The registry runtime makes a package that runs on this machine only; installers come from the release workflow.

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { buildIfOutdated, root } from './build/build.ts'
import { findElectron } from './electron-runtime/find-runtime.ts'
import { registryElectronVersion } from './electron-runtime/registry-electron.ts'
import type { ElectronRuntime } from './electron-runtime/runtime.ts'
import { runCommand } from './run-command.ts'

const runtime = await findElectron((line) => console.error(line))
if (runtime.kind === 'electron') {
  await buildIfOutdated()
  process.exitCode = await pack(runtime)
  // electron-builder leaves it out of the official Electron only.
  await rm(join(root, 'dist/linux-unpacked/resources/default_app.asar'), { force: true })
} else {
  console.error(`${runtime.reason} Mailroom cannot be packed here.`)
  process.exitCode = 1
}

function pack(electron: ElectronRuntime): Promise<number> {
  const script = join(root, 'node_modules/electron-builder/cli.js')
  const args = [script, '--dir', '--publish', 'never', ...distribution(electron), ...updates()]
  return runCommand(process.execPath, args, { cwd: root })
}

/** MAILROOM_UPDATE_URL: a folder on a web server with latest.yml and the installers, as electron-builder writes them. */
function updates(): readonly string[] {
  const { MAILROOM_UPDATE_URL: url } = process.env
  // Packages for Linux are not signed: whoever could change the list on its way could give a program of their own.
  if (url !== undefined && !url.startsWith('https://'))
    throw new Error('MAILROOM_UPDATE_URL must be an https address.')
  return url === undefined ? [] : ['-c.publish.provider=generic', `-c.publish.url=${url}`]
}

/** The official Electron is found by electron-builder itself, in its own cache or by download. */
function distribution(electron: ElectronRuntime): readonly string[] {
  if (electron.origin !== 'registry') return []
  return [`-c.electronDist=${join(electron.path, '..')}`, `-c.electronVersion=${registryElectronVersion}`]
}
