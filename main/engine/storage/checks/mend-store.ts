import { encodeId, type MessageId } from '../../../../shared/domain/id.ts'
import { settleMessages } from '../queries/settle-messages.ts'
import type { Connection, WriteConnection } from '../workers/connection.ts'
import { mendMessage } from './mend-message.ts'
import { MESSAGE_CHECKS, type MessageFlaw } from './message-checks.ts'
import { countFlaws, STORE_CHECKS, type StoreFlaw } from './store-checks.ts'

export type Flaw = MessageFlaw | StoreFlaw

/** How many messages or rows each of the checks finds. Reads all of the tables. */
export function findFlaws(connection: Connection): Map<Flaw, number> {
  const found = new Map<Flaw, number>()
  for (const { flaw, sql } of MESSAGE_CHECKS) {
    const { count } = connection.database.prepare(`SELECT count(*) AS count FROM (${sql})`).get() as {
      readonly count: number
    }
    if (count > 0) found.set(flaw, count)
  }
  for (const check of STORE_CHECKS) {
    const count = countFlaws(connection, check)
    if (count > 0) found.set(check.flaw, count)
  }
  return found
}

/** Keeps the content of a message that is gone where a person can read it. Returns once it is on the disk. */
export type SetAside = (id: MessageId, content: Uint8Array) => void

/** Mends all of them, in the transaction of the caller; answers how many there were. */
export function mendStore(connection: WriteConnection, now: number, setAside: SetAside): Map<Flaw, number> {
  const mended = new Map<Flaw, number>()
  for (const { flaw, sql } of MESSAGE_CHECKS) {
    const rows = connection.database.prepare(sql).all() as { readonly key: number }[]
    for (const { key } of rows) {
      if (flaw === 'body-unowned') setAsideBody(connection, key, setAside)
      mendMessage(connection, flaw, key, now)
      // One at a time: a check later on asks what the message says.
      settleMessages(connection)
    }
    if (rows.length > 0) mended.set(flaw, rows.length)
  }
  connection.textChanges.length = 0
  for (const check of STORE_CHECKS) {
    const count = countFlaws(connection, check)
    if (count === 0) continue
    connection.database.exec(check.mend)
    mended.set(check.flaw, count)
  }
  return mended
}

function setAsideBody(connection: WriteConnection, key: number, setAside: SetAside): void {
  const row = connection.prepare('SELECT content FROM bodies WHERE message_key = ?').get(key)
  setAside(encodeId(key), (row as { readonly content: Uint8Array }).content)
}
