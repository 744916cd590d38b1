import type { BulkOperation, OperationPreview } from '../../../../../shared/contract/operations.ts'
import type { QueueFilter } from '../../../../../shared/contract/queue.ts'
import type { LeftAlone } from '../../operation-storage.ts'
import type { MessageColumns } from '../../rows/message-row.ts'
import { messageConditions, type Sql } from '../../search/message-conditions.ts'
import { planSearch } from '../../search/plan-search.ts'
import type { Connection } from '../../workers/connection.ts'
import { withPending } from '../get-message.ts'

export interface PreviewRequest {
  readonly operation: BulkOperation
  readonly selection:
    | { readonly kind: 'keys'; readonly keys: readonly number[] }
    | { readonly kind: 'filter'; readonly filter: QueueFilter }
}

const SAMPLES = 5

const IS_PENDING = 'EXISTS (SELECT 1 FROM pending_messages AS p WHERE p.message_key = m.key)'
const ANY_PENDING = 'SELECT 1 FROM pending_messages LIMIT 1'

/** Counts, and the first few; nothing changes. */
export function previewOperation(
  connection: Connection,
  { operation, selection }: PreviewRequest,
): Omit<OperationPreview, 'notes'> & LeftAlone {
  const from = selectedFrom(connection, selection)
  const isPending = connection.prepare(ANY_PENDING).get() === undefined ? 'false' : IS_PENDING
  const applies = `${appliesTo(operation)} AND NOT ${isPending}`
  const counts = connection
    .prepare(`
      SELECT count(*) AS selected, count(*) FILTER (WHERE applies) AS applies,
        coalesce(sum(open_count) FILTER (WHERE applies), 0) AS recipients,
        coalesce(sum(size) FILTER (WHERE applies), 0) AS bytes,
        count(*) FILTER (WHERE NOT applies AND is_pending) AS pending,
        count(*) FILTER (WHERE NOT applies AND state = 'active') AS inAttempt
      FROM (SELECT m.open_count, m.size, m.state, ${isPending} AS is_pending,
        (${applies}) AS applies ${from.text})`)
    .get(...from.values) as Omit<OperationPreview, 'notes' | 'samples'> & LeftAlone
  const samples = connection
    .prepare(`SELECT m.* ${from.text} AND ${applies} ORDER BY m.key LIMIT ?`)
    .all(...from.values, SAMPLES) as MessageColumns[]
  return { ...counts, samples: withPending(connection, samples) }
}

function selectedFrom(connection: Connection, selection: PreviewRequest['selection']): Sql {
  if (selection.kind === 'keys')
    return {
      text: 'FROM messages AS m NOT INDEXED WHERE m.key IN (SELECT value FROM json_each(?))',
      values: [JSON.stringify(selection.keys)],
    }
  const conditions = messageConditions(selection.filter)
  const plan = planSearch(connection, conditions)
  const tests = [
    { text: 'true', values: [] },
    ...(plan.kind === 'few' ? [{ text: `m.key IN (${plan.keys.text})`, values: plan.keys.values }] : []),
    ...conditions.map(({ test, testOfAll }) => testOfAll ?? test),
  ]
  return {
    text: `FROM messages AS m NOT INDEXED WHERE ${tests.map(({ text }) => text).join(' AND ')}`,
    values: tests.flatMap(({ values }) => values),
  }
}

/**
 * The state of a message tells it mostly; recipients are looked at only where several are open, in different states.
 */
function appliesTo({ kind }: BulkOperation): string {
  switch (kind) {
    case 'hold':
      return orOneOf(['queued', 'deferred'], ['active', 'held'])
    case 'release':
      return orOneOf(['held'], ['active'])
    default:
      return orOneOf(['queued', 'deferred', 'held'], ['active'])
  }
}

function orOneOf(wanted: readonly string[], mixed: readonly string[]): string {
  return `(m.state IN (${list(wanted)}) OR (m.state IN (${list(mixed)}) AND m.open_count > 1 AND EXISTS (
    SELECT 1 FROM recipients AS r WHERE r.message_key = m.key AND r.state IN (${list(wanted)}))))`
}

function list(states: readonly string[]): string {
  return states.map((state) => `'${state}'`).join(', ')
}
