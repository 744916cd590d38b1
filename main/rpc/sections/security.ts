import { notFound } from '../../engine/engine-error.ts'
import { blockClient, currentBlocks, unblockClient } from '../../engine/inbound/blocks/edit-blocks.ts'
import { ownNames } from '../../engine/inbound/certificate/own-names.ts'
import { implementer } from '../implementer.ts'

const api = implementer.security

export const security = api.router({
  blocks: api.blocks.handler(({ context: { engine } }) => currentBlocks(engine.config.bare(), engine.now())),
  block: api.block.handler(async ({ context: { engine, actor }, input }) => {
    const context = { config: engine.config, now: engine.now(), actor, ownAddresses: ownNames() }
    await blockClient(input, context)
    return {}
  }),
  unblock: api.unblock.handler(async ({ context: { engine, actor }, input }) => {
    await unblockClient(input.client, { config: engine.config, now: engine.now(), actor })
    return {}
  }),
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
