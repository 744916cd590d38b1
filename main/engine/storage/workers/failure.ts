/** Errors on their way from a worker to the caller: structured clone keeps neither class nor code. */
import {
  BodyMissing,
  DataFolderInUse,
  DiskFull,
  InvalidCursor,
  SchemaTooNew,
  StorageUnavailable,
} from '../storage-errors.ts'

export type Failure =
  | { readonly kind: 'data-folder-in-use'; readonly folder: string; readonly pid: number | null }
  | { readonly kind: 'schema-too-new'; readonly found: number; readonly known: number }
  | { readonly kind: 'disk-full'; readonly text: string }
  | { readonly kind: 'unavailable'; readonly text: string }
  | { readonly kind: 'body-missing'; readonly id: string }
  | { readonly kind: 'invalid-cursor' }
  | { readonly kind: 'fault'; readonly text: string; readonly code: string | null; readonly stack: string }

/** Octets could not be written: SQLite says SQLITE_FULL, the file system ENOSPC or EDQUOT. */
export function isDiskFull(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT'
}

/** Is it the disk or the database, and not the request? */
export function isWriteFailure(failure: Failure): boolean {
  if (failure.kind === 'disk-full') return true
  return failure.kind === 'fault' && /^SQLITE_(?!CONSTRAINT|TOOBIG|MISMATCH)/.test(failure.code ?? '')
}

/**
 * What says that the database file itself is damaged. Not every SQLITE_IOERR: one of a write on a file system that is
 * full or read-only for a while passes, and nothing is lost by it.
 */
export function isDamage(error: unknown): boolean {
  const code = String((error as { code?: unknown } | null)?.code ?? '')
  return /^SQLITE_(CORRUPT|NOTADB|IOERR_(READ|SHORT_READ|CORRUPTFS|DATA)\b)/.test(code)
}

export function describeFailure(error: unknown): Failure {
  if (error instanceof DataFolderInUse)
    return { kind: 'data-folder-in-use', folder: error.folder, pid: error.pid }
  if (error instanceof SchemaTooNew) return { kind: 'schema-too-new', found: error.found, known: error.known }
  if (error instanceof StorageUnavailable) return { kind: 'unavailable', text: error.message }
  if (error instanceof InvalidCursor) return { kind: 'invalid-cursor' }
  if (isDiskFull(error)) return { kind: 'disk-full', text: (error as Error).message }
  const fault: NodeJS.ErrnoException = error instanceof Error ? error : new Error(String(error))
  return { kind: 'fault', text: fault.message, code: fault.code ?? null, stack: fault.stack ?? '' }
}

export function reviveFailure(failure: Failure): Error {
  switch (failure.kind) {
    case 'data-folder-in-use':
      return new DataFolderInUse(failure.folder, failure.pid)
    case 'schema-too-new':
      return new SchemaTooNew(failure.found, failure.known)
    case 'disk-full':
      return new DiskFull({ cause: new Error(failure.text) })
    case 'unavailable':
      return new StorageUnavailable(failure.text)
    case 'body-missing':
      return new BodyMissing(failure.id)
    case 'invalid-cursor':
      return new InvalidCursor()
    case 'fault':
      return Object.assign(new Error(failure.text), { code: failure.code, workerStack: failure.stack })
  }
}
