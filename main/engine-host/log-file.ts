import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Octets after which the file becomes engine.log.1, at start and on the way. */
const LARGEST = 5 * 1024 * 1024

/**
 * engine.log in the data folder, for hosts without a terminal. Synchronous: the last lines before a crash are the ones
 * that matter, and the engine logs little.
 */
export function openLogFile(folder: string): { write(text: string): void } {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'engine.log')
  let file = openSync(path, 'a', 0o600)
  let size = statSync(path).size
  return {
    write(text) {
      if (size > LARGEST) {
        closeSync(file)
        renameSync(path, `${path}.1`)
        file = openSync(path, 'a', 0o600)
        size = 0
      }
      size += writeSync(file, text)
    },
  }
}
