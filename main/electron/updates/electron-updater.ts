import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import electronUpdater, { type UpdateInfo } from 'electron-updater'
import { say } from '../say.ts'
import type { Updater } from './update-service.ts'

/**
 * The updater of this build. The address lies in app-update.yml of the package, which only a build that was given one
 * has (MAILROOM_UPDATE_URL, see scripts/pack.ts); the signature or the SHA-512 of what it offers is checked before it
 * is used.
 */
export function createElectronUpdater(): Updater | { readonly off: string } {
  if (!app.isPackaged) return { off: say('A development build looks for no updates.') }
  if (!existsSync(join(process.resourcesPath, 'app-update.yml')))
    return { off: say('This build was made without a place to look for updates at.') }
  if (process.platform === 'linux' && !isReplaceable())
    return { off: say('This installation is kept up to date by whoever unpacked it.') }

  const { autoUpdater } = electronUpdater
  autoUpdater.autoDownload = false
  // Quitting is quitting; a new version is started when somebody says so.
  autoUpdater.autoInstallOnAppQuit = false
  autoUpdater.fullChangelog = true
  autoUpdater.logger = null
  // Every failure is also a rejection, which is where it is told.
  autoUpdater.on('error', () => {})
  return {
    async check() {
      const result = await autoUpdater.checkForUpdates()
      if (result?.isUpdateAvailable !== true) return null
      return { version: result.updateInfo.version, notes: notesOf(result.updateInfo) }
    },
    async download(onPercent) {
      const tell = ({ percent }: { percent: number }) => onPercent(percent)
      autoUpdater.on('download-progress', tell)
      try {
        await autoUpdater.downloadUpdate()
      } finally {
        autoUpdater.removeListener('download-progress', tell)
      }
    },
    install: () => autoUpdater.quitAndInstall(true, true),
  }
}

/** An AppImage replaces itself; packages of a distribution say in this file what they are. */
function isReplaceable(): boolean {
  return process.env.APPIMAGE !== undefined || existsSync(join(process.resourcesPath, 'package-type'))
}

function notesOf({ releaseNotes }: UpdateInfo): string {
  if (typeof releaseNotes === 'string') return releaseNotes
  return (releaseNotes ?? []).map(({ version, note }) => `${version}\n${note ?? ''}`).join('\n\n')
}
