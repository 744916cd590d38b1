import { implementer } from '../implementer.ts'

const api = implementer.audit

export const audit = api.router({
  list: api.list.handler(({ context, input }) => context.engine.storage.searchAudit(input)),
})
