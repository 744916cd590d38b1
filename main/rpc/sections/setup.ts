import { implementer } from '../implementer.ts'
import { notThereYet } from '../not-there-yet.ts'

const api = implementer.setup

export const setup = api.router({
  look: api.look.handler(notThereYet),
  progress: api.progress.handler(notThereYet),
  keep: api.keep.handler(notThereYet),
  networkActivity: api.networkActivity.handler(notThereYet),
})
