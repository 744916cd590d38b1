import { implementer } from '../implementer.ts'
import { notThereYet } from '../not-there-yet.ts'

const api = implementer.audit

export const audit = api.router({
  list: api.list.handler(notThereYet),
})
