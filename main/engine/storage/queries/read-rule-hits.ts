import type { RuleHits } from '../../../../shared/contract/statistics.ts'
import type { Connection } from '../workers/connection.ts'

const SQL = `
  SELECT rule, total, last_at AS lastAt, last_message_id AS lastMessageId, since,
    (SELECT coalesce(sum(hits), 0) FROM rule_hours AS h WHERE h.rule = rule_hits.rule AND hour > ?) AS lastDay
  FROM rule_hits`

/** By name. The last day is 24 hours of the clock, the one that is going on among them. */
export function readRuleHits(connection: Connection, now: number): RuleHits[] {
  return connection.prepare(SQL).all(now - 86_400_000) as RuleHits[]
}

/** When mail last came from each network that is watched for silence. */
export function readNetworksSeen(connection: Connection): Record<string, number> {
  const rows = connection.prepare('SELECT name, at FROM network_seen').all() as {
    readonly name: string
    readonly at: number
  }[]
  return Object.fromEntries(rows.map(({ name, at }) => [name, at]))
}
