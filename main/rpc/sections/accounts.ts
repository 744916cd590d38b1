import { implementer } from '../implementer.ts'

const api = implementer.accounts

export const accounts = api.router({
  list: api.list.handler(async ({ context: { engine } }) => {
    // An engine that only opens the folder has not counted yet.
    await engine.limits.start()
    return engine.accounts.list().map((account) => {
      const sender = { kind: 'account', username: account.username, limits: account.limits } as const
      const { sending } = engine.limits
      return { ...account, usage: sending.usage(sender), limitReached: sending.reached(sender) }
    })
  }),
  create: api.create.handler(async ({ context, input }) => ({
    password: await context.engine.accounts.create(input, context.actor),
  })),
  update: api.update.handler(async ({ context, input }) => ({
    password: await context.engine.accounts.update(input, context.actor),
  })),
  resetPassword: api.resetPassword.handler(async ({ context, input }) => ({
    password: await context.engine.accounts.resetPassword(input.username, context.actor),
  })),
  createAppPassword: api.createAppPassword.handler(({ context, input }) =>
    context.engine.accounts.createAppPassword(input.username, input.name, context.actor),
  ),
  revokeAppPassword: api.revokeAppPassword.handler(async ({ context, input }) => {
    await context.engine.accounts.revokeAppPassword(input.username, input.id, context.actor)
    return {}
  }),
  remove: api.remove.handler(async ({ context, input }) => {
    await context.engine.accounts.remove(input.username, context.actor)
    return {}
  }),
})
