import type { Connection } from '../workers/connection.ts'
import type { Condition, Sql } from './message-conditions.ts'

/**
 * few   at most so many messages can match: take their keys from that index, look at each, sort
 * many  walk the sort's own index until the page is full: among many matches the next is never far
 */
export type SearchPlan = { readonly kind: 'few'; readonly keys: Sql } | { readonly kind: 'many' }

/**
 * Looking at so many rows for one page takes about as long as walking past them in an index: some ten milliseconds.
 * For a count, which has to look at all of them, the bound may be higher.
 */
const FEW = 10_000

/** So few are looked at sooner than another index is asked. */
const ENOUGH = 200

/** Counts in the indexes, no further than `few`, which of the conditions narrows the search most. */
export function planSearch(
  connection: Connection,
  conditions: readonly Condition[],
  few: number = FEW,
): SearchPlan {
  let best: Sql | null = null
  let fewest = few + 1
  for (const { keys } of conditions) {
    if (keys === null) continue
    const count = countUpTo(connection, keys, fewest)
    if (count < fewest) [best, fewest] = [keys, count]
    if (fewest <= ENOUGH) break
  }
  return best === null ? { kind: 'many' } : { kind: 'few', keys: best }
}

/**
 * The condition that so few messages can match that each is looked at, as far as that can be told at once; null where
 * another way may be shorter.
 */
export function planRare(connection: Connection, conditions: readonly Condition[]): SearchPlan | null {
  for (const { keys, streams } of conditions)
    if (keys !== null && streams && countUpTo(connection, keys, ENOUGH + 1) <= ENOUGH)
      return { kind: 'few', keys }
  return null
}

function countUpTo(connection: Connection, keys: Sql, limit: number): number {
  const row = connection
    .prepare(`SELECT count(*) AS count FROM (SELECT 1 FROM (${keys.text}) LIMIT ?)`)
    .get(...keys.values, limit) as { readonly count: number }
  return row.count
}
