import { implementer } from '../implementer.ts'

const api = implementer.support

export const support = api.router({
  about: api.about.handler(({ context }) => context.engine.support.about()),
  bundle: api.bundle.handler(({ context }) => context.engine.support.bundle()),
})
