// Runs inside the registry runtime (see ../registry-electron.ts): loads the application folder named on the command
// line, with its name, version and paths, as Electron's own default application does.

import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
// biome-ignore lint/style/noRestrictedImports: this is the part of Electron that loads an application, not Mailroom's.
import { app } from 'electron'

process.defaultApp = true

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'))
if (folder === undefined) {
  console.error('Usage: electron [switches] <application folder> [arguments]')
  app.exit(2)
} else {
  await load(resolve(folder))
}

/** Awaited at the top level, so that 'ready' waits until the application has loaded. @param {string} path */
async function load(path) {
  const { productName, name, version, main } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
  app.setName(productName ?? name)
  if (version !== undefined) app.setVersion(version)
  app.setAppPath(path)
  app.setDesktopName(`${name}.desktop`)
  if (!app.commandLine.hasSwitch('user-data-dir')) {
    app.setPath('userData', join(app.getPath('appData'), productName ?? name))
  }
  await import(pathToFileURL(join(path, main ?? 'index.js')).href)
}
