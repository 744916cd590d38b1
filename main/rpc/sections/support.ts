import { implementer } from '../implementer.ts'
import { notThereYet } from '../not-there-yet.ts'

const api = implementer.support

export const support = api.router({
  about: api.about.handler(notThereYet),
  bundle: api.bundle.handler(notThereYet),
})
