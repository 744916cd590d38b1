import { EngineError, notFound } from '../../engine/engine-error.ts'
import type { Engine } from '../../engine/running-engine.ts'
import { listSessions } from '../../engine/sessions/list-sessions.ts'
import { guardStream, implementer } from '../implementer.ts'

const api = implementer.sessions

/** A conversation ends for its viewer when the transport gives no signal at all, which only happens in process. */
const never = new AbortController().signal

export const sessions = api.router({
  disconnect: api.disconnect.handler(async ({ context, input }) => {
    const { engine, actor } = context
    const { session } = await findSession(engine, input.id)
    if (!engine.sessions.disconnect(input.id))
      throw new EngineError('CONFLICT', 'This session has ended already. Look at it again.')
    const { direction, via, peerAddress: peer } = session
    const detail = { session: input.id, direction, via, peer }
    await engine.storage.addAudit({ at: engine.now(), actor, action: 'session ended', detail })
    return {}
  }),
  list: api.list.handler(({ context: { engine }, input }) =>
    listSessions(engine.sessions, engine.storage, input),
  ),
  get: api.get.handler(({ context, input }) => findSession(context.engine, input.id)),
  watch: api.watch.handler(async ({ context, input, signal, path }) => {
    await findSession(context.engine, input.id)
    return guardStream(context.engine.sessions.watch(input.id, signal ?? never), context, path)
  }),
})

async function findSession(engine: Engine, id: string) {
  const live = engine.sessions.get(id)
  if (live) return live
  const stored = await engine.storage.getSession(id)
  if (!stored) throw notFound('session', id)
  const { row, lines } = stored
  return { session: row, lines, dropped: Math.max(0, row.lineCount - lines.length) }
}
