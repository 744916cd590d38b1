/**
 * Ends a walk through many rows that finds little after some milliseconds, so that a page is answered as far as it
 * got. Measures work, not time of the mail: the clock of the engine does not matter here.
 */
import type Database from 'better-sqlite3'
import type { Connection } from '../workers/connection.ts'
import { isStopped, type StopFlag } from '../workers/stop-flag.ts'

/** Rows between two looks at the clock; also how many a walk gets at least. */
const STRIDE = 64

interface Patience {
  until: number
  stop: StopFlag | null
  rows: number
  isOver: boolean
}

const byDatabase = new WeakMap<Database.Database, Patience>()

/**
 * Gives SQL is_over(): once it is 1 it stays so until the next begin. Ask it before every other test of a row, with OR:
 * the first row that comes out after the end was not tested, and is where the walk goes on.
 */
export function addPatience(database: Database.Database): void {
  const patience: Patience = { until: Number.POSITIVE_INFINITY, stop: null, rows: 0, isOver: false }
  byDatabase.set(database, patience)
  database.function('is_over', { deterministic: false, directOnly: true }, () => {
    patience.rows += 1
    if (patience.rows % STRIDE === 0 && (performance.now() >= patience.until || isStopped(patience.stop)))
      patience.isOver = true
    return patience.isOver ? 1 : 0
  })
}

/** It ends at once when nobody waits for it any more. */
export function beginWalk({ database }: Connection, milliseconds: number, stop: StopFlag | null): void {
  const patience = patienceOf(database)
  patience.until = performance.now() + milliseconds
  patience.stop = stop
  patience.rows = 0
  patience.isOver = false
}

export function isWalkOver({ database }: Connection): boolean {
  return patienceOf(database).isOver
}

function patienceOf(database: Database.Database): Patience {
  const patience = byDatabase.get(database)
  if (!patience) throw new Error('this connection has no is_over()')
  return patience
}
