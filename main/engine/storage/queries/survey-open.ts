import { domainOf } from '../../../../shared/domain/address.ts'
import type { Connection } from '../workers/connection.ts'

/** Up to which message a walk through the open messages has come. */
export interface OpenPlace {
  readonly state: string
  readonly receivedAt: number
  readonly key: number
}

export interface SurveyOpen {
  readonly after: OpenPlace | null
  readonly limit: number
  /** Upper ends of the ages, in milliseconds; older ones count in a column of their own. */
  readonly ages: readonly number[]
  readonly now: number
}

export interface OpenSlice {
  /** Recipients by domain and age. */
  readonly cells: ReadonlyArray<readonly [domain: string, cells: readonly number[]]>
  /** Octets of the bodies of these messages. */
  readonly octets: number
  readonly next: OpenPlace | null
}

const STATES = ['active', 'deferred', 'held', 'queued'] as const
const SQL = `
  SELECT key, received_at AS receivedAt, size, body_kind AS body FROM messages INDEXED BY messages_by_state
  WHERE state = ? AND (received_at, key) > (?, ?) ORDER BY received_at, key LIMIT ?`
const ADDRESSES = `
  SELECT address FROM recipients
  WHERE message_key = ? AND state IN ('queued', 'active', 'deferred', 'held')`

interface Row {
  readonly key: number
  readonly receivedAt: number
  readonly size: number
  readonly body: string
}

/**
 * One slice of a walk through all open messages, state by state and oldest first, so that a million of them never hold
 * up other reads for long. What changes meanwhile may be counted twice or not at all.
 */
export function surveyOpen(connection: Connection, { after, limit, ages, now }: SurveyOpen): OpenSlice {
  const state = after?.state ?? STATES[0]
  const rows = connection.prepare(SQL).all(state, after?.receivedAt ?? -1, after?.key ?? -1, limit) as Row[]
  const domains = new Map<string, number[]>()
  const addresses = connection.prepare(ADDRESSES)
  let octets = 0
  for (const { key, receivedAt, size, body } of rows) {
    if (body !== 'removed') octets += size
    const column = columnOf(ages, now - receivedAt)
    for (const { address } of addresses.all(key) as { readonly address: string }[])
      count(domains, domainOf(address).toLowerCase(), column, ages.length + 1)
  }
  return { cells: [...domains], octets, next: nextPlace(state, rows, limit) }
}

function columnOf(ages: readonly number[], age: number): number {
  const column = ages.findIndex((end) => age < end)
  return column < 0 ? ages.length : column
}

function count(domains: Map<string, number[]>, domain: string, column: number, columns: number): void {
  const cells = domains.get(domain) ?? new Array<number>(columns).fill(0)
  cells[column] = (cells[column] ?? 0) + 1
  domains.set(domain, cells)
}

function nextPlace(state: string, rows: readonly Row[], limit: number): OpenPlace | null {
  const last = rows.at(-1)
  if (last && rows.length === limit) return { state, receivedAt: last.receivedAt, key: last.key }
  const following = STATES[STATES.indexOf(state as (typeof STATES)[number]) + 1]
  return following === undefined ? null : { state: following, receivedAt: -1, key: -1 }
}
