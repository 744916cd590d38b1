import { implementer } from '../implementer.ts'
import { notThereYet } from '../not-there-yet.ts'

const api = implementer.content

export const content = api.router({
  get: api.get.handler(notThereYet),
  part: api.part.handler(notThereYet),
  source: api.source.handler(notThereYet),
  inspect: api.inspect.handler(notThereYet),
})
