/**
 * A session as it travels to the writer: its lines as the text that is stored. A text is copied between threads at a
 * fraction of what its lines cost as objects, and with a connection for each message there is a session for each.
 */
import type { SessionRow } from '../../../../shared/domain/session.ts'
import type { SavedSession } from '../storage.ts'

export interface PackedSession {
  readonly row: SessionRow
  /** JSON: [number, at, kind, text, cause?] of each. */
  readonly lines: string
  readonly codes: readonly string[]
}

export function packSession({ row, lines, codes = [] }: SavedSession): PackedSession {
  const packed = lines.map(({ number, at, kind, text, cause }) =>
    cause ? [number, at, kind, text, cause] : [number, at, kind, text],
  )
  return { row, lines: JSON.stringify(packed), codes }
}
