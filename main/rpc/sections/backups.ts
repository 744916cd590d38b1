import { implementer } from '../implementer.ts'

const api = implementer.backups

export const backups = api.router({
  list: api.list.handler(({ context }) => context.engine.backups.list()),
  create: api.create.handler(({ context }) => context.engine.backups.create('manual', context.actor)),
  progress: api.progress.handler(({ context }) => context.engine.backups.progress()),
  remove: api.remove.handler(async ({ context, input }) => {
    await context.engine.backups.remove(input.name, context.actor)
    return {}
  }),
  restore: api.restore.handler(async ({ context, input }) => {
    await context.engine.backups.restore(input.name, input.sendAgain, context.actor)
    return {}
  }),
  read: api.read.handler(({ context, input }) => context.engine.backups.read(input.name, input.offset)),
  write: api.write.handler(async ({ context, input: { base64, ...chunk } }) => {
    await context.engine.backups.write({ ...chunk, content: Buffer.from(base64, 'base64') }, context.actor)
    return {}
  }),
})
