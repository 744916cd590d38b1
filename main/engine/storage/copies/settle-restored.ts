/**
 * Makes the database of a backup fit for the present before it takes the place of the one that was in use. Nothing that
 * was accepted since may be lost, and nothing may be sent twice:
 *
 * - what waits in the database that was in use goes on waiting there as it is, taken along with its history;
 * - what waits in the backup alone was delivered, returned or deleted since, or nobody knows: it is held for a person;
 * - a deletion, bounce or release whose undo window is open is not carried out: nobody could undo it any more in the
 *   order in which it was meant. Its mail is held.
 *
 * One transaction, and run again from its begin after a crash: the outcome is the same.
 */
import type Database from 'better-sqlite3'
import { encodeId, type MessageId } from '../../../../shared/domain/id.ts'
import { migrate } from '../migrations/migrate.ts'
import { addEvent, plainEvent } from '../queries/add-event.ts'
import { addAudit } from '../queries/audit.ts'
import { keepLastKey } from '../queries/last-key.ts'
import { releaseLeases } from '../queries/leases.ts'
import { moveRecipient } from '../queries/move-recipient.ts'
import { settleMessages } from '../queries/settle-messages.ts'
import type { RecipientColumns } from '../rows/recipient-row.ts'
import { addAddressFunctions } from '../search/address-functions.ts'
import { createWriteConnection, openDatabase, type WriteConnection } from '../workers/connection.ts'
import { carryWaiting } from './carry-waiting.ts'

export interface SettleRequest {
  /** The database of the backup. */
  readonly path: string
  /** The one that was in use; null where there was none. */
  readonly replaced: string | null
  readonly backup: string
  /** Whether what waits in the backup alone is sent all the same. */
  readonly sendAgain: boolean
  readonly actor: string
  readonly now: number
}

export interface Settled {
  /** Messages. */
  readonly held: number
  readonly carried: number
  /** Of those that were carried: whose body is a file of the folder that was in use. */
  readonly bodyFiles: MessageId[]
}

const OPEN = `
  SELECT r.* FROM recipients AS r JOIN messages AS m ON m.key = r.message_key
  WHERE m.open_count > 0 AND r.state IN ('queued', 'deferred') AND r.message_key NOT IN (SELECT key FROM carried)`

/** Plans name their audit entries by keys of another log, and messages by an order of events that is gone. */
const DROP_PLANS = `
  UPDATE main.recipients SET hold = 'operator' WHERE hold = 'pending' AND state = 'held';
  DELETE FROM main.pending_messages;
  DELETE FROM main.pending_recipients;
  DELETE FROM main.operations;`

export function settleRestored(_: null, request: SettleRequest): Settled {
  if (request.replaced !== null) bringUpToDate(request.replaced)
  const database = openDatabase(request.path, { fileMustExist: true })
  try {
    migrate(database)
    addAddressFunctions(database)
    database.pragma('foreign_keys = ON')
    if (request.replaced !== null) database.prepare('ATTACH ? AS replaced').run(request.replaced)
    return database.transaction(() => settle(database, request)).immediate()
  } finally {
    database.close()
  }
}

/** Its journal is folded in, and its tables become those that this version knows. */
function bringUpToDate(path: string): void {
  const database = openDatabase(path, { fileMustExist: true })
  try {
    migrate(database)
  } finally {
    database.close()
  }
}

function settle(database: Database.Database, request: SettleRequest): Settled {
  const connection = createWriteConnection(database)
  database.exec('CREATE TEMP TABLE carried (key INTEGER PRIMARY KEY)')
  releaseLeases(connection, { now: request.now, expiredOnly: false })
  settleMessages(connection)
  const files = request.replaced === null ? [] : carryWaiting(database)
  database.exec(DROP_PLANS)
  const held = request.sendAgain ? 0 : holdRest(connection, request)
  settleMessages(connection)
  keepLastKey(connection)
  const { count: carried } = database.prepare('SELECT count(*) AS count FROM carried').get() as {
    readonly count: number
  }
  const { now: at, actor, backup, sendAgain } = request
  addAudit(connection, {
    at,
    actor,
    action: 'backup restored',
    detail: { name: backup, held, carried, sendAgain },
  })
  database.exec('DROP TABLE carried')
  return { held, carried, bodyFiles: files.map(encodeId) }
}

const WHY =
  'Held: it waited when the backup was made, and may have been delivered since. Release it to send it, or delete it.'

/** Answers how many messages. */
function holdRest(connection: WriteConnection, { now }: SettleRequest): number {
  const messages = new Set<number>()
  for (const row of connection.prepare(OPEN).all() as RecipientColumns[]) {
    if (!moveRecipient(connection, row, { kind: 'Hold' }, now)) continue
    addEvent(connection, row.message_key, row.number, plainEvent(now, 'Hold', WHY))
    messages.add(row.message_key)
  }
  return messages.size
}
