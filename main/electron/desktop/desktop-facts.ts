import { readFile } from 'node:fs/promises'
import { release } from 'node:os'
import { join } from 'node:path'
import { app } from 'electron'
import type { DesktopAbout } from '../../../shared/desktop/desktop-contract.ts'
import { canStartAtLogin } from '../start-at-login.ts'

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

/** The notices that the builds wrote beside their bundles; those of Electron itself lie beside the program. */
export async function readLicenses(): Promise<string> {
  const out = join(app.getAppPath(), 'out')
  const texts = await Promise.all(
    ['main', 'renderer'].map((bundle) => readFile(join(out, bundle, 'licenses.md'), 'utf8').catch(() => '')),
  )
  return texts.join('\n\n')
}
