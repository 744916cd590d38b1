import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import type Database from 'better-sqlite3'
import { decodeId, idSchema, type MessageId } from '../../../../shared/domain/id.ts'
import { type BodyOwner, checkBodies, type WholeBody } from '../checks/check-bodies.ts'
import { holdMessage, LOST, loseBody } from '../checks/mend-message.ts'
import { settleMessages } from '../queries/settle-messages.ts'
import { makeSetAsideFolder } from '../recovery/set-aside-folder.ts'
import { createConnection, createWriteConnection } from '../workers/connection.ts'
import type { Examination } from './examine-store.ts'
import { count, type Finding, note, ok, problem, REPAIR, repaired } from './finding.ts'

const RESTORE = 'Restore them from a backup, or ask their senders for them again.'

interface Found {
  readonly checked: number
  readonly missing: readonly number[]
  /** Neither is what was accepted. */
  readonly changed: readonly number[]
  readonly orphans: readonly string[]
  /** Nothing is to be done about them any more: held already, or history. */
  readonly known: number
}

/** Bodies against messages, both ways: they are there, and they are what was accepted. */
export function examineBodies(database: Database.Database, examination: Examination): Finding[] {
  const found = lookAtAll(database, examination.folder)
  const { checked, missing, changed, orphans, known } = found
  const isWhole = missing.length + changed.length + orphans.length === 0
  const told =
    known === 0
      ? []
      : [
          note(
            'bodies-known',
            `${count(known, 'content', 'contents')} more are missing or changed, of mail that is held or done.`,
          ),
        ]
  if (isWhole)
    return [ok('bodies', `${count(checked, 'content', 'contents')} of messages were looked at.`), ...told]
  return [...(examination.repair ? repairBodies(database, examination, found) : describe(found)), ...told]
}

function describe({ missing, changed, orphans }: Found): Finding[] {
  return [
    ...(missing.length > 0 ? [problem('bodies-missing', missingText(missing), `${RESTORE} ${REPAIR}`)] : []),
    ...(changed.length > 0 ? [problem('bodies-changed', changedText(changed), `${RESTORE} ${REPAIR}`)] : []),
    ...(orphans.length > 0
      ? [
          problem(
            'bodies-orphaned',
            orphansText(orphans),
            `The next start removes them as left by a crash; to keep them: ${REPAIR}`,
          ),
        ]
      : []),
  ]
}

function repairBodies(database: Database.Database, { folder, now }: Examination, found: Found): Finding[] {
  const { missing, changed, orphans } = found
  const connection = createWriteConnection(database)
  database
    .transaction(() => {
      for (const key of missing) loseBody(connection, key, now)
      for (const key of changed) holdMessage(connection, key, LOST.changed, now)
      settleMessages(connection)
    })
    .immediate()
  const held = 'What waits of them is held.'
  return [
    ...(missing.length > 0 ? [repaired('bodies-missing', `${missingText(missing)} ${held}`, RESTORE)] : []),
    ...(changed.length > 0 ? [repaired('bodies-changed', `${changedText(changed)} ${held}`, RESTORE)] : []),
    ...(orphans.length > 0 ? [setOrphansAside(folder, orphans, now)] : []),
  ]
}

function setOrphansAside(folder: string, orphans: readonly string[], now: number): Finding {
  const aside = makeSetAsideFolder(folder, now)
  mkdirSync(join(folder, aside, 'bodies'), { mode: 0o700 })
  for (const path of orphans) {
    const name = path.split('/').at(-1) ?? path
    const ending = idSchema.safeParse(name).success ? '.eml' : ''
    renameSync(join(folder, 'bodies', path), join(folder, aside, 'bodies', `${name}${ending}`))
  }
  return repaired('bodies-orphaned', `${orphansText(orphans)} They are in ${aside} now.`)
}

const missingText = (keys: readonly number[]) => `The content of ${count(keys.length, 'message')} is missing.`
const changedText = (keys: readonly number[]) =>
  `The content of ${count(keys.length, 'message')} is not what was accepted: the disk has changed it.`
const orphansText = (paths: readonly string[]) =>
  `${count(paths.length, 'body file belongs', 'body files belong')} to no message.`

function lookAtAll(database: Database.Database, folder: string): Found {
  const connection = createConnection(database)
  const files = listFiles(join(folder, 'bodies'))
  const missing: number[] = []
  const changed: number[] = []
  const named = new Set<string>()
  let checked = 0
  let known = 0
  for (let after: number | null = 0; after !== null; ) {
    const slice = checkBodies(connection, after)
    checked += slice.checked
    for (const owner of slice.changed) take(owner, 'changed')
    for (const body of slice.files) {
      named.add(pathOf(body.id))
      take(body, examineFile(join(folder, 'bodies', pathOf(body.id)), body))
    }
    after = slice.last
  }
  return { checked, known, missing, changed, orphans: files.filter((path) => !named.has(path)) }

  function take({ id, isWaiting, isDone }: BodyOwner, state: 'whole' | 'missing' | 'changed'): void {
    if (state === 'whole') return
    if (state === 'changed' && isWaiting) changed.push(decodeId(id))
    else if (state === 'missing' && (isWaiting || isDone)) missing.push(decodeId(id))
    else known += 1
  }
}

function examineFile(path: string, { size, sum }: WholeBody): 'whole' | 'missing' | 'changed' {
  if (!existsSync(path)) return 'missing'
  const file = openSync(path, 'r')
  try {
    const piece = Buffer.allocUnsafe(1024 * 1024)
    let octets = 0
    let found = 0
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) {
      octets += read
      found = crc32(piece.subarray(0, read), found)
    }
    return octets === size && (sum === null || sum === found) ? 'whole' : 'changed'
  } catch {
    // The disk does not give it.
    return 'changed'
  } finally {
    closeSync(file)
  }
}

/** As body-files.ts lays them out, with "/" on every system. */
function pathOf(id: MessageId): string {
  return `${id.slice(-2)}/${id}`
}

function listFiles(root: string): string[] {
  if (!existsSync(root)) return []
  return readdirSync(root).flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
  )
}
