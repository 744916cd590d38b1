import { explainText } from '../../../shared/explain/explain-reply.ts'
import { guardStream, implementer } from '../implementer.ts'

const api = implementer.system

export const system = api.router({
  status: api.status.handler(({ context }) => context.engine.status()),
  events: api.events.handler(({ context, signal, path }) =>
    guardStream(context.engine.watch(signal), context, path),
  ),
  explain: api.explain.handler(({ input }) => explainText(input.text, { host: input.host })),
})
