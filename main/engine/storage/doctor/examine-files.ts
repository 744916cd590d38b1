import { chmodSync, existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { SET_ASIDE } from '../recovery/set-aside-folder.ts'
import { DATABASE_FILE } from '../workers/connection.ts'
import type { Examination } from './examine-store.ts'
import { count, type Finding, note, ok, problem, REPAIR, repaired } from './finding.ts'

/** Keys, tokens and mail: nobody but the owner may read them. */
const PRIVATE = [
  'secret.key',
  'engine.json',
  DATABASE_FILE,
  `${DATABASE_FILE}-wal`,
  `${DATABASE_FILE}-shm`,
  'lock.sqlite',
  'bodies',
  'backups',
  SET_ASIDE,
] as const

/** Octets below which reception stops soon. */
const LITTLE_SPACE = 256 * 1024 * 1024

/** What lies in the data folder around the database. */
export function examineFiles(examination: Examination): Finding[] {
  return [permissions(examination), space(examination), ...unfinished(examination), ...setAside(examination)]
}

function permissions({ folder, repair }: Examination): Finding {
  const check = 'permissions'
  if (process.platform === 'win32')
    return ok(check, 'Who may read the files is up to the folder, on this system.')
  const open = ['', ...PRIVATE].filter((name) => isOpenToOthers(join(folder, name)))
  if (open.length === 0) return ok(check, 'Nobody but the owner can read keys and mail.')
  const names = open.map((name) => name || 'the data folder itself').join(', ')
  if (repair) {
    for (const name of open) {
      const path = join(folder, name)
      chmodSync(path, statSync(path).isDirectory() ? 0o700 : 0o600)
    }
    return repaired(
      check,
      `Others could read ${names}; only the owner can now.`,
      'Others may have read the keys: change the passwords of routes where that matters.',
    )
  }
  return problem(check, `Others than the owner can read ${names}.`, REPAIR)
}

function isOpenToOthers(path: string): boolean {
  return existsSync(path) && (statSync(path).mode & 0o077) !== 0
}

function space({ freeBytes }: Examination): Finding {
  const mebibytes = `${Math.floor(freeBytes / 1024 ** 2).toLocaleString('en-US')} MiB`
  if (freeBytes >= LITTLE_SPACE) return ok('space', `${mebibytes} are free on the disk of the data folder.`)
  return problem(
    'space',
    `Only ${mebibytes} are free on the disk of the data folder.`,
    'Make room: without it new mail is turned away.',
  )
}

function unfinished({ folder }: Examination): Finding[] {
  const found: Finding[] = []
  if (existsSync(join(folder, 'restore.json')))
    found.push(note('restore', 'A restore was begun.', 'The next start of Mailroom finishes it.'))
  if (existsSync(join(folder, 'recovery.json')))
    found.push(note('recovery', 'A recovery was begun.', 'The next start of Mailroom finishes it.'))
  return found
}

function setAside({ folder }: Examination): Finding[] {
  const kept = existsSync(join(folder, SET_ASIDE)) ? readdirSync(join(folder, SET_ASIDE)) : []
  if (kept.length === 0) return []
  const text = `${SET_ASIDE} keeps what ${count(kept.length, 'recovery', 'recoveries')} set aside: ${kept.join(', ')}.`
  return [note('set-aside', text, 'Delete the folders in it when you are done with them.')]
}
