import { implementer } from '../implementer.ts'
import { notThereYet } from '../not-there-yet.ts'

const api = implementer.statistics

export const statistics = api.router({
  flow: api.flow.handler(notThereYet),
  shape: api.shape.handler(notThereYet),
  senders: api.senders.handler(notThereYet),
  failures: api.failures.handler(notThereYet),
  usage: api.usage.handler(notThereYet),
  rules: api.rules.handler(notThereYet),
  disk: api.disk.handler(notThereYet),
})
