import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { type Flaw, findFlaws, mendStore } from '../checks/mend-store.ts'
import { getPauses } from '../queries/documents.ts'
import { releaseLeases } from '../queries/leases.ts'
import { settleMessages } from '../queries/settle-messages.ts'
import { makeSetAsideFolder, setAsideBody } from '../recovery/set-aside-folder.ts'
import { addAddressFunctions } from '../search/address-functions.ts'
import {
  type Connection,
  createConnection,
  createWriteConnection,
  type WriteConnection,
} from '../workers/connection.ts'
import type { Examination } from './examine-store.ts'
import { count, type Finding, note, ok, problem, REPAIR, repaired } from './finding.ts'
import { describeFlaw, MENDED } from './flaw-words.ts'

/** What the rows say of one another. */
export function examineRows(database: Database.Database, examination: Examination): Finding[] {
  addAddressFunctions(database)
  if (examination.repair) return repairRows(createWriteConnection(database), examination)
  const connection = createConnection(database)
  return [
    foreignKeys(database),
    ...flawFindings(findFlaws(connection), (flaw, found) => problem(flaw, describeFlaw(flaw, found), REPAIR)),
    ...leases(connection),
    ...documents(connection),
  ]
}

function repairRows(connection: WriteConnection, { folder, now }: Examination): Finding[] {
  const { database } = connection
  let aside: string | null = null
  const mended = database
    .transaction(() =>
      mendStore(connection, now, (id, content) => {
        aside ??= makeSetAsideFolder(folder, now)
        setAsideBody(join(folder, aside), id, content)
      }),
    )
    .immediate()
  const released = database
    .transaction(() => {
      const number = releaseLeases(connection, { now, expiredOnly: false })
      settleMessages(connection)
      return number
    })
    .immediate()
  const given = count(released, 'recipient was', 'recipients were')
  return [
    foreignKeys(database),
    ...flawFindings(mended, (flaw, found) => repaired(flaw, `${describeFlaw(flaw, found)} ${MENDED[flaw]}`)),
    ...(released > 0
      ? [repaired('leases', `${given} in an attempt that nobody makes any more, and wait again.`)]
      : []),
    ...documents(connection),
  ]
}

function flawFindings(
  found: ReadonlyMap<Flaw, number>,
  tell: (flaw: Flaw, found: number) => Finding,
): Finding[] {
  if (found.size === 0)
    return [
      ok('rows', 'Messages, recipients, histories, counters and the search index agree with one another.'),
    ]
  return [...found].map(([flaw, number]) => tell(flaw, number))
}

function foreignKeys(database: Database.Database): Finding {
  const broken = database.pragma('foreign_key_check') as unknown[]
  if (broken.length === 0) return ok('foreign-keys', 'Every reference between tables leads somewhere.')
  const text = `${count(broken.length, 'row refers', 'rows refer')} to something that is not there.`
  return problem('foreign-keys', text, REPAIR)
}

const LEASED = "SELECT count(*) AS count FROM recipients WHERE state = 'active'"

function leases({ database }: Connection): Finding[] {
  const { count: leased } = database.prepare(LEASED).get() as { readonly count: number }
  if (leased === 0) return [ok('leases', 'No attempt was cut off.')]
  const text = `${count(leased, 'recipient was', 'recipients were')} in an attempt when Mailroom ended.`
  return [note('leases', text, 'The next start tries them again.')]
}

/** Only said: what they held is known to a backup, or to nobody. */
function documents(connection: Connection): Finding[] {
  const check = 'settings'
  const row = connection.prepare("SELECT content FROM documents WHERE name = 'configuration'").get() as
    | { readonly content: string }
    | undefined
  const advice = 'Restore a backup, or bring the settings back with "mailroom config import".'
  if (row === undefined) return [note(check, 'There are no settings yet.', `If there were: ${advice}`)]
  try {
    JSON.parse(row.content)
  } catch {
    return [problem(check, 'The settings cannot be read, so Mailroom does not start.', advice)]
  }
  if (getPauses(connection).queue)
    return [
      note(check, 'All delivery is paused, or what is paused cannot be read.', 'Resume it in the window.'),
    ]
  return [ok(check, 'The settings can be read.')]
}
