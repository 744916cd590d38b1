import { closeSync, fsyncSync, openSync } from 'node:fs'

/** After this a file's content, or the names in a folder, survive a crash. As sync-folder.ts, for worker threads. */
export function syncPath(path: string, isFolder: boolean): void {
  if (isFolder && process.platform === 'win32') return
  const file = openSync(path, isFolder ? 'r' : 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
