import { decodeId } from '../../../../shared/domain/id.ts'
import type { PackedSession } from '../rows/packed-session.ts'
import type { Connection } from '../workers/connection.ts'

const PUT = `
  INSERT INTO sessions (key, direction, outcome, started_at, ended_at, via, peer_address, peer_port, peer_name, account,
    problem, line_count, tls, message_ids, network, tolerated, bytes,
    cause_kind, cause_name, codes)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET outcome = excluded.outcome, ended_at = excluded.ended_at, peer_name = excluded.peer_name,
    account = excluded.account, problem = excluded.problem, line_count = excluded.line_count, tls = excluded.tls,
    message_ids = excluded.message_ids, network = excluded.network, tolerated = excluded.tolerated,
    bytes = excluded.bytes, cause_kind = excluded.cause_kind, cause_name = excluded.cause_name, codes = excluded.codes`

const PUT_LINES = `
  INSERT INTO session_lines (session_key, lines) VALUES (?, ?)
  ON CONFLICT DO UPDATE SET lines = excluded.lines`

/** Saves sessions whole: what was saved of them before is replaced. */
export function saveSessions(connection: Connection, sessions: readonly PackedSession[]): void {
  for (const session of sessions) saveSession(connection, session)
}

function saveSession(connection: Connection, { row, lines, codes }: PackedSession): void {
  const key = decodeId(row.id)
  connection
    .prepare(PUT)
    .run(
      key,
      row.direction,
      row.outcome,
      Math.round(row.startedAt),
      row.endedAt === null ? null : Math.round(row.endedAt),
      row.via,
      row.peerAddress,
      row.peerPort,
      row.peerName,
      row.account,
      row.problem,
      row.lineCount,
      row.tls === null ? null : JSON.stringify(row.tls),
      JSON.stringify(row.messageIds),
      row.network,
      JSON.stringify(row.tolerated),
      lines.length + ROW_BYTES,
      row.cause?.kind ?? null,
      row.cause?.name ?? null,
      codes.length === 0 ? '' : ` ${codes.join(' ')} `,
    )
  connection.prepare(PUT_LINES).run(key, lines)
  const addMessage = connection.prepare('INSERT OR IGNORE INTO session_messages VALUES (?, ?)')
  for (const id of row.messageIds) addMessage.run(decodeId(id), key)
}

/** What a session takes on disk besides its lines, roughly. */
const ROW_BYTES = 300
