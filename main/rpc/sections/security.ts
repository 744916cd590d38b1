import { implementer } from '../implementer.ts'
import { notThereYet } from './not-there-yet.ts'

const api = implementer.security

export const security = api.router({
  locks: api.locks.handler(() => []),
  releaseLock: api.releaseLock.handler(notThereYet),
})
