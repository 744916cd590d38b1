import { notFound } from '../../engine/engine-error.ts'
import { implementer } from '../implementer.ts'
import { notThereYet } from '../not-there-yet.ts'

const api = implementer.security

export const security = api.router({
  blocks: api.blocks.handler(notThereYet),
  block: api.block.handler(notThereYet),
  unblock: api.unblock.handler(notThereYet),
  locks: api.locks.handler(({ context }) => context.engine.limits.signIns.locks()),
  releaseLock: api.releaseLock.handler(async ({ context: { engine, actor }, input }) => {
    const released = engine.limits.signIns.release(input.id)
    if (!released) throw notFound('lock', input.id)
    const { kind, account, client } = released
    const detail = { kind, account, client }
    await engine.storage.addAudit({ at: engine.now(), actor, action: 'sign-in lock released', detail })
    return {}
  }),
})
