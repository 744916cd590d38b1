/** What the window's page may be and do, all of it said: none of it is left to a default. */
import type { WebPreferences } from 'electron'

export function windowPreferences(preload: string, isPackaged: boolean): WebPreferences {
  return {
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    navigateOnDragDrop: false,
    webviewTag: false,
    // Nobody is talked into pasting something there.
    devTools: !isPackaged,
    spellcheck: false,
  }
}
