// Packs the application and names its executable.

import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '../build/build.ts'
import { runCommand } from '../run-command.ts'

/** electron-builder's names of the unpacked folder and of what is in it. */
const executables: Readonly<Record<string, readonly string[]>> = {
  linux: ['dist/linux-unpacked/mailroom', 'dist/linux-arm64-unpacked/mailroom'],
  win32: ['dist/win-unpacked/Mailroom.exe', 'dist/win-arm64-unpacked/Mailroom.exe'],
  darwin: ['mac', 'mac-arm64'].map((folder) => `dist/${folder}/Mailroom.app/Contents/MacOS/Mailroom`),
}

export async function packApplication(): Promise<string> {
  const code = await runCommand(process.execPath, [join(root, 'scripts/pack.mjs')], { cwd: root })
  if (code !== 0) throw new Error(`Packing ended with exit code ${code}.`)
  for (const name of executables[process.platform] ?? []) {
    const path = join(root, name)
    if (await exists(path)) return path
  }
  throw new Error('Packing left no executable in dist/.')
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
