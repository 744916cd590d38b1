// The Electron of package.json: as downloaded by its own installer, now or earlier.

import { spawn } from 'node:child_process'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { cacheFolder } from './cache-folder.ts'
import type { ElectronRuntime, Progress } from './runtime.ts'

const packageFolder = join(import.meta.dirname, '../../node_modules/electron')
const releases = 'https://github.com/electron/electron/releases/download/'

const reachabilityTimeout = 4_000
/** About 120 MiB on a slow line. */
const downloadTimeout = 15 * 60_000
/** A network that cannot reach the releases seldom learns to within minutes: do not ask at every start. */
const rememberFor = 6 * 60 * 60_000

/** The official Electron, downloaded if need be and possible; undefined where it cannot be had. */
export async function findOfficialElectron(progress: Progress): Promise<ElectronRuntime | undefined> {
  const present = await installedElectron()
  if (present !== undefined) return electron(present)
  if (!(await canDownload())) return undefined
  progress('Downloading Electron (once, about 120 MiB) …')
  await install(progress)
  const installed = await installedElectron()
  return installed === undefined ? undefined : electron(installed)
}

function electron(path: string): ElectronRuntime {
  return { kind: 'electron', origin: 'official', path, args: [], env: {} }
}

/** What electron/index.js does, without its download. */
async function installedElectron(): Promise<string | undefined> {
  try {
    const path = join(packageFolder, 'dist', await readFile(join(packageFolder, 'path.txt'), 'utf8'))
    await stat(path)
    return path
  } catch {
    return undefined
  }
}

/** A mirror or a proxy is the user's own knowledge of the network: trust it without a probe. */
async function canDownload(): Promise<boolean> {
  const { env } = process
  if (env.ELECTRON_MIRROR || env.npm_config_electron_mirror || env.ELECTRON_GET_USE_PROXY) return true
  if (await failedLately()) return false
  const reachable = await probe()
  if (!reachable) await rememberFailure()
  return reachable
}

async function probe(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(reachabilityTimeout)
    const response = await fetch(await checksumsUrl(), { method: 'HEAD', signal })
    return response.ok
  } catch {
    return false
  }
}

async function checksumsUrl(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string
  }
  return `${releases}v${version}/SHASUMS256.txt`
}

/** Runs electron's own installer, which verifies the download; a failure leaves no Electron, and that is the answer. */
function install(progress: Progress): Promise<void> {
  const child = spawn(process.execPath, [join(packageFolder, 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: downloadTimeout,
  })
  child.stderr.on('data', (chunk: Buffer) => progress(`electron: ${chunk.toString().split('\n', 1)[0]}`))
  return new Promise((resolve) => {
    child.on('error', () => resolve())
    child.on('close', () => resolve())
  })
}

const failureMark = () => join(cacheFolder(), 'electron-unreachable')

async function failedLately(): Promise<boolean> {
  try {
    return Date.now() - (await stat(failureMark())).mtimeMs < rememberFor
  } catch {
    return false
  }
}

async function rememberFailure(): Promise<void> {
  await mkdir(dirname(failureMark()), { recursive: true })
  await writeFile(failureMark(), '')
}
