/** The system's own dialogs for files, over the window where there is one. */

import { join } from 'node:path'
import { app, BrowserWindow, dialog } from 'electron'
import { say } from '../say.ts'
import { readEml } from './read-eml.ts'

export async function askWhereToSave(name: string): Promise<string | null> {
  const options = { defaultPath: join(app.getPath('downloads'), name) }
  const [window] = BrowserWindow.getAllWindows()
  const { canceled, filePath } = await (window
    ? dialog.showSaveDialog(window, options)
    : dialog.showSaveDialog(options))
  return canceled || filePath === '' ? null : filePath
}

/** null where the person changed their mind; throws, in words, where the file cannot be read. */
export async function chooseEml(): Promise<{ name: string; base64: string } | null> {
  const options: Electron.OpenDialogOptions = {
    title: say('Inspect a message file'),
    properties: ['openFile'],
    filters: [
      { name: say('Messages'), extensions: ['eml'] },
      { name: say('All files'), extensions: ['*'] },
    ],
  }
  const [window] = BrowserWindow.getAllWindows()
  const { filePaths } = await (window
    ? dialog.showOpenDialog(window, options)
    : dialog.showOpenDialog(options))
  return filePaths[0] === undefined ? null : readEml(filePaths[0])
}
