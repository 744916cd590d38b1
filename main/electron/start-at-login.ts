import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { app } from 'electron'
import type { Preferences } from '../../shared/desktop/preferences.ts'
import { autostartEntry } from './autostart-entry.ts'

/** A program that is run from its source has no place of its own that the system could start; Linux takes any command. */
export function canStartAtLogin(): boolean {
  return process.platform === 'linux' || app.isPackaged
}

/**
 * Windows and macOS keep it themselves; for the desktops of Linux it is an entry in the user's autostart folder.
 * Throws where that cannot be written.
 */
export function startAtLogin({ startAtLogin: on, startHidden }: Preferences, data: string | null): void {
  const args = [...(data === null ? [] : ['--data', data]), ...(startHidden ? ['--hidden'] : [])]
  if (process.platform !== 'linux') {
    if (app.isPackaged) app.setLoginItemSettings({ openAtLogin: on, args })
    return
  }
  const file = autostartFile(data)
  if (!on) {
    rmSync(file, { force: true })
    return
  }
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, autostartEntry([...command(), ...args]))
}

/** macOS says so; the others were given the argument. */
export function wasStartedHidden(preferences: Preferences, hiddenArgument: boolean): boolean {
  if (process.platform !== 'darwin') return hiddenArgument
  return hiddenArgument || (preferences.startHidden && app.getLoginItemSettings().wasOpenedAtLogin)
}

/** An AppImage is mounted at another path each time; the file itself is named in the environment. */
function command(): string[] {
  if (process.env.APPIMAGE !== undefined) return [process.env.APPIMAGE]
  return app.isPackaged ? [process.execPath] : [process.execPath, app.getAppPath()]
}

/** Each data folder is an installation of its own. */
function autostartFile(data: string | null): string {
  const folder = join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'autostart')
  // The ends of paths are alike: "/srv/one/mailroom-data", "/srv/two/mailroom-data".
  const suffix = data === null ? '' : `-${createHash('sha256').update(data).digest('hex').slice(0, 24)}`
  return join(folder, `mailroom${suffix}.desktop`)
}
