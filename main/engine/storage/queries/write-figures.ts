import type { BucketCounts } from '../../statistics/delivery-times.ts'
import type { Figures, RuleFigures, SenderFigures } from '../../statistics/figure-log.ts'
import type { MinuteFigures } from '../../statistics/flow-steps.ts'
import { readTimes } from '../rows/delivery-times-column.ts'
import type { Connection } from '../workers/connection.ts'

export interface WriteFigures {
  readonly figures: Figures
  /** Names of the rules and watched networks of the moment: what is gone is forgotten, what is new begins now. */
  readonly rules: readonly string[]
  readonly networks: readonly string[]
  readonly now: number
}

const DAY = 86_400_000
const MINUTE = 60_000
/** A week, and the step that it begins in. */
const KEPT = 8 * DAY

/** Adds what was counted, and removes what nobody asks for any more. */
export function writeFigures(connection: Connection, request: WriteFigures): void {
  const { figures, now } = request
  for (const minute of figures.minutes) writeMinute(connection, minute)
  for (const sender of figures.senders) writeSender(connection, sender)
  for (const rule of figures.rules) writeRule(connection, rule)
  keepNames(connection, request)
  prune(connection, now)
}

const PUT_MINUTE = `
  INSERT INTO flow_minutes VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET accepted = accepted + excluded.accepted, delivered = delivered + excluded.delivered,
    deferred = deferred + excluded.deferred, failed = failed + excluded.failed,
    depth = coalesce(excluded.depth, depth), times = excluded.times`

/** A minute is written in parts where Mailroom was started anew in it, or the clock was put back. */
function writeMinute(connection: Connection, minute: MinuteFigures): void {
  const known = connection.prepare('SELECT times FROM flow_minutes WHERE minute = ?').get(minute.minute) as
    | { readonly times: string }
    | undefined
  const times = known ? merge(readTimes(known.times), minute.times) : minute.times
  const { accepted, delivered, deferred, failed, depth } = minute
  connection
    .prepare(PUT_MINUTE)
    .run(minute.minute, accepted, delivered, deferred, failed, depth, JSON.stringify(times))
}

function merge(some: BucketCounts, others: BucketCounts): BucketCounts {
  const counts = new Map(some)
  for (const [bucket, count] of others) counts.set(bucket, (counts.get(bucket) ?? 0) + count)
  return [...counts]
}

const PUT_SENDER = `
  INSERT INTO sender_flow (step, kind, name, messages, recipients) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET messages = messages + excluded.messages, recipients = recipients + excluded.recipients`

function writeSender(
  connection: Connection,
  { step, kind, name, messages, recipients }: SenderFigures,
): void {
  connection.prepare(PUT_SENDER).run(step, kind, name, messages, recipients)
}

const PUT_RULE = `
  INSERT INTO rule_hits (rule, since, total, last_at, last_message_id) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET total = total + excluded.total, last_at = excluded.last_at,
    last_message_id = coalesce(excluded.last_message_id, last_message_id)`
const PUT_RULE_HOUR = `
  INSERT INTO rule_hours VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET hits = hits + excluded.hits`

function writeRule(connection: Connection, { rule, hour, hits, lastAt, lastMessageId }: RuleFigures): void {
  connection.prepare(PUT_RULE).run(rule, lastAt, hits, lastAt, lastMessageId)
  connection.prepare(PUT_RULE_HOUR).run(rule, hour, hits)
}

function keepNames(connection: Connection, { figures, rules, networks, now }: WriteFigures): void {
  const begin = connection.prepare('INSERT OR IGNORE INTO rule_hits VALUES (?, ?, 0, NULL, NULL)')
  for (const rule of rules) begin.run(rule, now)
  const known = JSON.stringify(rules)
  for (const table of ['rule_hits', 'rule_hours'])
    connection.prepare(`DELETE FROM ${table} WHERE rule NOT IN (SELECT value FROM json_each(?))`).run(known)
  const watch = connection.prepare('INSERT OR IGNORE INTO network_seen VALUES (?, ?)')
  for (const network of networks) watch.run(network, now)
  const seen = connection.prepare('UPDATE network_seen SET at = max(at, ?) WHERE name = ?')
  for (const [name, at] of figures.networks) seen.run(at, name)
  connection
    .prepare('DELETE FROM network_seen WHERE name NOT IN (SELECT value FROM json_each(?))')
    .run(JSON.stringify(networks))
}

/** What lies far ahead was counted by a clock that was wrong. */
function prune(connection: Connection, now: number): void {
  const [first, last] = [now - KEPT, now + DAY]
  connection
    .prepare('DELETE FROM flow_minutes WHERE minute < ? OR minute > ?')
    .run(Math.floor(first / MINUTE), Math.floor(last / MINUTE))
  connection.prepare('DELETE FROM sender_flow WHERE step < ? OR step > ?').run(first, last)
  connection.prepare('DELETE FROM rule_hours WHERE hour < ? OR hour > ?').run(now - 2 * DAY, last)
}
