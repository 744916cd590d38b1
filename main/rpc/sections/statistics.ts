import { implementer } from '../implementer.ts'

const api = implementer.statistics

export const statistics = api.router({
  flow: api.flow.handler(({ context, input }) => context.engine.statistics.flow(input.span)),
  shape: api.shape.handler(({ context }) => context.engine.statistics.shape()),
  senders: api.senders.handler(({ context, input }) => context.engine.statistics.senders(input.span)),
  failures: api.failures.handler(({ context }) => context.engine.statistics.failures()),
  usage: api.usage.handler(({ context, input }) => context.engine.statistics.usage(input.sender, input.span)),
  rules: api.rules.handler(({ context }) => context.engine.statistics.rules()),
  disk: api.disk.handler(({ context }) => context.engine.statistics.disk()),
})
