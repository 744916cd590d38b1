import type { SessionBatch } from '../../../shared/contract/sessions.ts'
import type { SessionId } from '../../../shared/domain/id.ts'
import type { SessionStorage } from '../storage/storage.ts'
import type { LiveSession } from './live-session.ts'
import type { RowChanges } from './row-changes.ts'

export interface WatchRequest {
  readonly id: SessionId
  readonly signal: AbortSignal
  readonly find: () => LiveSession | undefined
  readonly storage: SessionStorage
  readonly changes: RowChanges
}

/**
 * First what is there, then what comes, until the session ends or the signal aborts. There is no buffer for each
 * viewer: the next batch is cut from the session when the viewer asks for it, so a slow one gets fewer, larger
 * batches and, past the session's own bounds, is told how many lines it missed.
 */
export async function* watchSession(request: WatchRequest): AsyncGenerator<SessionBatch> {
  const session = request.find()
  if (!session) {
    const stored = await request.storage.getSession(request.id)
    if (stored)
      yield { session: stored.row, lines: stored.lines, dropped: stored.row.lineCount - stored.lines.length }
    return
  }
  let seen = 0
  for (;;) {
    const next = nextChange(request)
    const batch = session.batch(seen)
    seen = batch.session.lineCount
    const ended = session.ended
    try {
      yield batch
      if (ended || request.signal.aborted) return
      await next.happened
    } finally {
      next.dispose()
    }
    if (request.signal.aborted) return
  }
}

/** Set up before the batch is cut, so that no change between the two is missed. */
function nextChange({ id, signal, changes }: WatchRequest) {
  let resolve: () => void = () => {}
  const happened = new Promise<void>((done) => {
    resolve = done
  })
  const stop = changes.onSession(id, resolve)
  signal.addEventListener('abort', resolve, { once: true })
  const dispose = () => {
    stop()
    signal.removeEventListener('abort', resolve)
    resolve()
  }
  return { happened, dispose }
}
