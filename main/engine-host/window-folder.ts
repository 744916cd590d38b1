import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * The built window. The bundle lies beside it (out/main, out/renderer); from source, two folders up. An application
 * packed into an archive is read through Electron's file system, which only lists what is in it.
 */
export const windowFolder: string = firstThatExists(['../renderer/', '../../out/renderer/'])

function firstThatExists(candidates: readonly string[]): string {
  const folders = candidates.map((path) => fileURLToPath(new URL(path, import.meta.url)))
  return folders.find((folder) => existsSync(`${folder}index.html`)) ?? folders[0] ?? ''
}
