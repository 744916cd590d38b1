import { notFound } from '../../engine/engine-error.ts'
import type { Engine } from '../../engine/running-engine.ts'
import { listSessions } from '../../engine/sessions/list-sessions.ts'
import { guardStream, implementer } from '../implementer.ts'
import { notThereYet } from '../not-there-yet.ts'

const api = implementer.sessions

/** A conversation ends for its viewer when the transport gives no signal at all, which only happens in process. */
const never = new AbortController().signal

export const sessions = api.router({
  disconnect: api.disconnect.handler(notThereYet),
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
