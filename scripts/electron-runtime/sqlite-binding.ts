// The SQLite binding for the registry runtime. Its Node has Node-API 9, and better-sqlite3 ships a binary for
// Node-API 10, so the same source is built against the experimental set of the older one.

import { spawn } from 'node:child_process'
import { copyFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { exists, prepareOnce } from './cache-folder.ts'
import type { Progress } from './runtime.ts'
import { toolsMissing } from './system-libraries.ts'
import { debianHint } from './system-packages.ts'

const packages = join(import.meta.dirname, '../../node_modules')
const fileName = 'better_sqlite3.node'

/** Raised when the build below changes. */
const revision = 1

/** Path of the binding; the first call builds it, which takes two minutes on two cores. */
export async function prepareSqliteBinding(progress: Progress): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packages, 'better-sqlite3/package.json'), 'utf8')) as {
    version: string
  }
  const folder = await prepareOnce(`better-sqlite3-${version}-napi9-r${revision}`, async (draft) => {
    await requireTools()
    progress('Building the SQLite binding for this Electron (once, about two minutes) …')
    await build(join(draft, fileName))
  })
  return join(folder, fileName)
}

async function build(target: string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'mailroom-sqlite-'))
  try {
    await copySource(work)
    await nodeGyp(work)
    await copyFile(join(work, 'build/Release', fileName), target)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function requireTools(): Promise<void> {
  const missing = await toolsMissing(['make', 'g++', 'python3'])
  if (missing.length > 0) {
    throw new Error(
      `The SQLite binding for Electron cannot be built here without ${missing.join(', ')}. ${debianHint}`,
    )
  }
}

async function copySource(work: string): Promise<void> {
  await cp(join(packages, 'better-sqlite3'), work, { recursive: true })
  await mkdir(join(work, 'node_modules'))
  await cp(join(packages, 'node-addon-api'), join(work, 'node_modules/node-addon-api'), { recursive: true })
  const gyp = await readFile(join(work, 'binding.gyp'), 'utf8')
  const patched = gyp.replace(
    "'NAPI_VERSION=10'",
    "'NAPI_EXPERIMENTAL', 'NODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT'",
  )
  if (patched === gyp)
    throw new Error('better-sqlite3 is built differently than Mailroom knows; update sqlite-binding.ts.')
  await writeFile(join(work, 'binding.gyp'), patched)
}

/** Headers come with the `node` package, so nothing is downloaded. */
async function nodeGyp(work: string): Promise<void> {
  const args = ['rebuild', '--release', '--force_build=1', `--nodedir=${await headers()}`]
  const script = join(packages, 'node-gyp/bin/node-gyp.js')
  const child = spawn(process.execPath, [script, ...args, `--jobs=${availableParallelism()}`], {
    cwd: work,
    env: { ...process.env, PATH: [dirname(process.execPath), process.env.PATH].join(delimiter) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk))
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (code !== 0) throw new Error(`The SQLite binding for Electron could not be built:\n${tail(output)}`)
}

async function headers(): Promise<string> {
  const candidates = [join(packages, `node/node_modules/node-${process.platform}-${process.arch}`), '/usr']
  for (const folder of candidates) {
    if (await exists(join(folder, 'include/node/node_api.h'))) return folder
  }
  throw new Error('The SQLite binding for Electron cannot be built here: Node headers are missing.')
}

function tail(output: readonly Buffer[]): string {
  return Buffer.concat(output).toString().trimEnd().split('\n').slice(-15).join('\n')
}
