import type { Sender, SenderFlow, UsageOverTime } from '../../../../shared/contract/statistics.ts'
import { type Steps, stepAt } from '../../statistics/flow-steps.ts'
import type { Connection } from '../workers/connection.ts'

/** Messages of the last hour are counted themselves: their steps are finer than what is kept. */
const FINEST_KEPT = 15 * 60_000

const KIND = `CASE WHEN account IS NOT NULL THEN 'account' WHEN network IS NOT NULL THEN 'network'
  WHEN client IS NOT NULL AND origin_kind = 'smtp' THEN 'client' ELSE 'local' END`
const NAME = `coalesce(account, network, iif(origin_kind = 'smtp', client, NULL), '')`
const OF_MESSAGES = `
  SELECT received_at AS step, ${KIND} AS kind, ${NAME} AS name, 1 AS messages, recipient_count AS recipients
  FROM messages INDEXED BY messages_by_reception WHERE received_at >= ? AND origin_kind <> 'local'`
const OF_STEPS = 'SELECT step, kind, name, messages, recipients FROM sender_flow WHERE step >= ?'

/** Most messages first. */
export function readSenders(
  connection: Connection,
  { steps, most }: { readonly steps: Steps; readonly most: number },
): SenderFlow[] {
  return connection
    .prepare(
      `SELECT kind, name, sum(messages) AS messages, sum(recipients) AS recipients FROM (${sourceOf(steps)})
      GROUP BY kind, name ORDER BY messages DESC, kind, name LIMIT ?`,
    )
    .all(steps.from, most) as SenderFlow[]
}

interface UsageRow {
  readonly step: number
  readonly messages: number
  readonly recipients: number
}

export function readUsage(
  connection: Connection,
  { steps, sender }: { readonly steps: Steps; readonly sender: Sender },
): UsageOverTime {
  const rows = connection
    .prepare(`SELECT step, messages, recipients FROM (${sourceOf(steps)}) WHERE kind = ? AND name = ?`)
    .all(steps.from, sender.kind, sender.name) as UsageRow[]
  const messages = new Array<number>(steps.count).fill(0)
  const recipients = new Array<number>(steps.count).fill(0)
  for (const row of rows) {
    const step = stepAt(steps, row.step)
    if (step === null) continue
    messages[step] = (messages[step] ?? 0) + row.messages
    recipients[step] = (recipients[step] ?? 0) + row.recipients
  }
  return { from: steps.from, stepMs: steps.stepMs, messages, recipients }
}

function sourceOf({ stepMs }: Steps): string {
  return stepMs < FINEST_KEPT ? OF_MESSAGES : OF_STEPS
}
