/**
 * Bodies. Small ones travel inside the commit that accepts their message; large ones are a file in the data folder's
 * bodies/ that is written as it arrives and synced before that commit. A file without a row (a crash before the
 * commit) is removed at start; a row is never without its file.
 */
import type { MessageId } from '../../../shared/domain/id.ts'

/** Octets up to which a body is stored in the row. */
export const INLINE_LIMIT = 128 * 1024

/** Where a body is. `inline` carries the octets only on the way into storage; null when it is read from there. */
export type BodyRef =
  | { readonly kind: 'inline'; readonly size: number; readonly content: Uint8Array | null }
  /** sum: CRC-32, as it was written; absent where it is read from storage. */
  | { readonly kind: 'file'; readonly size: number; readonly sum?: number }

export interface BodyWriter {
  readonly id: MessageId
  /** Resolves when more may be written: bounded memory. Rejects with the system's error (ENOSPC, EIO). */
  write(chunk: Uint8Array): Promise<void> | undefined
  /** Synced (file) or in memory (inline) when it resolves. */
  end(): Promise<BodyRef>
  /** Forgets what was written. Safe at any time, also after an error. */
  abort(): Promise<void>
}
