import { implementer } from '../implementer.ts'
import { notThereYet } from '../not-there-yet.ts'

const api = implementer.operations

export const operations = api.router({
  preview: api.preview.handler(notThereYet),
  start: api.start.handler(notThereYet),
  list: api.list.handler(notThereYet),
  undo: api.undo.handler(notThereYet),
  finish: api.finish.handler(notThereYet),
  cancel: api.cancel.handler(notThereYet),
})
