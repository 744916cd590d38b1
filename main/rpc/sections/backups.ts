import { implementer } from '../implementer.ts'
import { notThereYet } from '../not-there-yet.ts'

const api = implementer.backups

export const backups = api.router({
  list: api.list.handler(notThereYet),
  create: api.create.handler(notThereYet),
  remove: api.remove.handler(notThereYet),
  restore: api.restore.handler(notThereYet),
  read: api.read.handler(notThereYet),
  write: api.write.handler(notThereYet),
})
