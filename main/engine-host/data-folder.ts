import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * The data folder when none is named, the same for the desktop and the command line: Electron's userData of an
 * application called "Mailroom", with "data" below it.
 */
export function defaultDataFolder(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): string {
  return join(applicationFolder(platform, environment, home), 'Mailroom', 'data')
}

function applicationFolder(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv, home: string): string {
  if (platform === 'win32') return environment.APPDATA ?? join(home, 'AppData', 'Roaming')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support')
  return environment.XDG_CONFIG_HOME || join(home, '.config')
}
