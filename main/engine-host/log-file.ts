import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Octets after which the file becomes engine.log.1, at start and on the way. */
const LARGEST = 5 * 1024 * 1024

/**
 * engine.log in the data folder, for hosts without a terminal. Synchronous: the last lines before a crash are the ones
 * that matter, and the engine logs little. Lines that cannot be written are lost: a full disk, of which they may tell, must
 * not stop the mail.
 */
export function openLogFile(folder: string): { write(text: string): void } {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'engine.log')
  let file = openSync(path, 'a', 0o600)
  let size = statSync(path).size
  return {
    write(text) {
      try {
        if (size > LARGEST) turnOver()
        size += writeSync(file, text)
      } catch {}
    },
  }

  function turnOver(): void {
    // Only then: a new file that cannot be opened leaves the one that is open.
    size = 0
    renameSync(path, `${path}.1`)
    const next = openSync(path, 'a', 0o600)
    closeSync(file)
    file = next
  }
}
