import { toSettings, withSettings } from '../../engine/config/general-settings.ts'
import { implementer } from '../implementer.ts'

const api = implementer.settings

export const settings = api.router({
  get: api.get.handler(({ context }) => toSettings(context.engine.config.bare())),
  update: api.update.handler(async ({ context, input }) => {
    const change = { actor: context.actor, action: 'settings changed', detail: {} }
    await context.engine.config.change(change, (config) => withSettings(config, input))
    return {}
  }),
  lookUp: api.lookUp.handler(({ context, input }) => context.engine.lookUp(input.name, input.servers)),
  certificate: api.certificate.handler(({ context }) => context.engine.certificate()),
  setCertificate: api.setCertificate.handler(async ({ context, input }) => {
    const change = { actor: context.actor, action: 'certificate changed', detail: { kind: input.kind } }
    await context.engine.config.change(change, (config) => ({ ...config, certificate: input }))
    return {}
  }),
})
