/** What opens outside the window: folders, the browser, the documentation. Rejects, in words, where it does not. */
import { join } from 'node:path'
import { app, shell } from 'electron'
import { createConsoleLink } from '../console-link.ts'
import { say } from '../say.ts'

export async function openFolder(folder: string): Promise<void> {
  await open(folder, (why) => say('The folder {folder} could not be opened: {why}', { folder, why }))
}

export async function openConsole(folder: string): Promise<void> {
  await shell.openExternal(await createConsoleLink(folder))
}

/** Packed beside the program (electron-builder.yml); in development, that of the checkout. */
export async function openDocumentation(): Promise<void> {
  const folder = app.isPackaged ? join(process.resourcesPath, 'documentation') : app.getAppPath()
  await open(join(folder, 'README.md'), (why) => say('The documentation could not be opened: {why}', { why }))
}

async function open(path: string, because: (why: string) => string): Promise<void> {
  const problem = await shell.openPath(path)
  if (problem !== '') throw new Error(because(problem))
}
