import { z } from 'zod'
import { encodeId } from '../../../../shared/domain/id.ts'
import {
  refusalCauseSchema,
  type SessionLine,
  type SessionRow,
  sessionDirectionSchema,
  sessionLineKindSchema,
  sessionOutcomeSchema,
  tlsInfoSchema,
} from '../../../../shared/domain/session.ts'
import { toleranceSchema } from '../../../../shared/domain/tolerance.ts'
import { readJson } from './json-columns.ts'

/** As SQLite gives it. */
export interface SessionColumns {
  readonly key: number
  readonly direction: string
  readonly outcome: string
  readonly started_at: number
  readonly ended_at: number | null
  readonly via: string
  readonly peer_address: string
  readonly peer_port: number
  readonly peer_name: string | null
  readonly account: string | null
  readonly problem: string | null
  readonly line_count: number
  readonly tls: string | null
  readonly message_ids: string
  readonly network: string | null
  readonly tolerated: string
  readonly bytes: number
  readonly cause_kind: string | null
  readonly cause_name: string | null
}

const ids = z.array(z.string())
const tolerances = z.array(toleranceSchema)

export function readSessionRow(row: SessionColumns): SessionRow {
  return {
    id: encodeId(row.key),
    direction: sessionDirectionSchema.safeParse(row.direction).data ?? 'inbound',
    outcome: sessionOutcomeSchema.safeParse(row.outcome).data ?? 'failed',
    startedAt: row.started_at,
    endedAt: row.ended_at,
    via: row.via,
    peerAddress: row.peer_address,
    peerPort: row.peer_port,
    peerName: row.peer_name,
    tls: readJson(tlsInfoSchema, row.tls),
    account: row.account,
    network: row.network,
    tolerated: readJson(tolerances, row.tolerated) ?? [],
    messageIds: readJson(ids, row.message_ids) ?? [],
    lineCount: row.line_count,
    problem: row.problem,
    cause: refusalCauseSchema.safeParse({ kind: row.cause_kind, name: row.cause_name }).data ?? null,
  }
}

const lineTuples = z.array(
  z.tuple([z.number(), z.number(), sessionLineKindSchema, z.string(), refusalCauseSchema.optional()]),
)

/** A conversation that cannot be read is shown as one remark with what is there. */
export function readSessionLines(column: unknown, startedAt: number): SessionLine[] {
  if (typeof column !== 'string') return []
  const lines = readJson(lineTuples, column)
  if (lines)
    return lines.map(([number, at, kind, text, cause]) => ({
      number,
      at,
      kind,
      text,
      ...(cause && { cause }),
    }))
  return [{ number: 1, at: startedAt, kind: 'note', text: column }]
}
