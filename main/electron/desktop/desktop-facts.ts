import { readFile } from 'node:fs/promises'
import { release } from 'node:os'
import { join } from 'node:path'
import { app } from 'electron'
import { z } from 'zod'
import type { DesktopAbout } from '../../../shared/desktop/desktop-contract.ts'
import { canStartAtLogin } from '../start-at-login.ts'

const manifestSchema = z.object({ name: z.string(), version: z.string(), license: z.string() })

export function desktopAbout(hasTray: boolean): DesktopAbout {
  const { electron = '', chrome = '', node = '' } = process.versions
  return {
    version: app.getVersion(),
    components: [
      { name: 'Electron', version: electron },
      { name: 'Chromium', version: chrome },
      { name: 'Node', version: node },
    ],
    platform: `${process.platform} ${release()} ${process.arch}`,
    hasTray,
    canStartAtLogin: canStartAtLogin(),
  }
}

/**
 * The notices that the builds wrote beside their bundles, and that of the one package with native code, which is in no
 * bundle; those of Electron itself lie beside the program.
 */
export async function readLicenses(): Promise<string> {
  const out = join(app.getAppPath(), 'out')
  const texts = await Promise.all([
    ...['main', 'renderer'].map((bundle) =>
      readFile(join(out, bundle, 'licenses.md'), 'utf8').catch(() => ''),
    ),
    readNativeNotice(join(app.getAppPath(), 'node_modules/better-sqlite3')).catch(() => ''),
  ])
  return texts.join('\n\n')
}

async function readNativeNotice(folder: string): Promise<string> {
  const { name, version, license } = manifestSchema.parse(
    JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')),
  )
  return `## ${name} - ${version} (${license})\n\n${await readFile(join(folder, 'LICENSE'), 'utf8')}`
}
