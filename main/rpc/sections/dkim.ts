import { implementer } from '../implementer.ts'

const api = implementer.dkim

export const dkim = api.router({
  list: api.list.handler(({ context }) => context.engine.dkim.list()),
  generate: api.generate.handler(({ context, input: { algorithm, ...name } }) =>
    context.engine.dkim.generate(name, algorithm, context.actor),
  ),
  check: api.check.handler(({ context, input }) => context.engine.dkim.check(input)),
  setActive: api.setActive.handler(async ({ context, input: { active, ...name } }) => {
    await context.engine.dkim.setActive(name, active, context.actor)
    return {}
  }),
  remove: api.remove.handler(async ({ context, input }) => {
    await context.engine.dkim.remove(input, context.actor)
    return {}
  }),
})
