// Builds out/ with electron-vite: always, when it is older than the sources, or only when there is none.

import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand } from '../run-command.ts'

export const root = join(import.meta.dirname, '../..')
const built = join(root, 'out/main/mailroom.js')

/** What a build depends on. A folder counts as old as the newest file in it. */
const sources = ['main', 'renderer', 'shared', 'assets', 'electron.vite.config.ts', 'package-lock.json']

/** Throws when the build fails; its output goes to stderr, because stdout belongs to what runs next. */
export async function build(): Promise<void> {
  const script = join(root, 'node_modules/electron-vite/bin/electron-vite.js')
  const code = await runCommand(process.execPath, [script, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
  })
  if (code !== 0) throw new Error('Mailroom could not be built; see above.')
}

export async function buildIfOutdated(): Promise<void> {
  const [output, source] = await Promise.all([
    newest(built),
    newestOf(sources.map((name) => join(root, name))),
  ])
  if (output >= source) return
  console.error(output === 0 ? 'Building Mailroom …' : 'Building Mailroom again: its sources have changed …')
  await build()
}

export async function buildIfMissing(): Promise<void> {
  if ((await newest(built)) > 0) return
  console.error('Building Mailroom …')
  await build()
}

/** Modification time in milliseconds; 0 where there is nothing. */
async function newest(path: string): Promise<number> {
  const info = await stat(path).catch(() => undefined)
  if (info === undefined) return 0
  if (!info.isDirectory()) return info.mtimeMs
  return newestOf((await readdir(path)).map((name) => join(path, name)))
}

async function newestOf(paths: readonly string[]): Promise<number> {
  return Math.max(0, ...(await Promise.all(paths.map(newest))))
}
