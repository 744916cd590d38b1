import { implementer } from '../implementer.ts'
import { notThereYet } from './not-there-yet.ts'

const api = implementer.dkim

export const dkim = api.router({
  list: api.list.handler(notThereYet),
  generate: api.generate.handler(notThereYet),
  check: api.check.handler(notThereYet),
  setActive: api.setActive.handler(notThereYet),
  remove: api.remove.handler(notThereYet),
})
