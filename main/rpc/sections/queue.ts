import { EngineError, notFound } from '../../engine/engine-error.ts'
import { implementer } from '../implementer.ts'

const api = implementer.queue

export const queue = api.router({
  changeRecipient: api.changeRecipient.handler(async ({ context, input }) => {
    const { id, number, address } = input
    await context.engine.changeRecipient({ message: id, number, address }, context.actor)
    return {}
  }),
  list: api.list.handler(async ({ context: { engine }, input, signal }) => {
    const { rows, nextCursor } = await engine.storage.listMessages({ ...input, now: engine.now() }, signal)
    return { rows, nextCursor }
  }),
  counts: api.counts.handler(({ context, input, signal }) =>
    context.engine.storage.countMessages(input.filter, signal),
  ),
  get: api.get.handler(async ({ context, input }) => {
    const detail = await context.engine.storage.getMessage(input.id)
    if (!detail) throw notFound('message', input.id)
    return detail
  }),
  source: api.source.handler(async ({ context: { engine }, input }) => {
    const detail = await engine.storage.getMessage(input.id)
    if (!detail) throw notFound('message', input.id)
    if (!detail.hasBody)
      throw new EngineError(
        'NOT_FOUND',
        'The content of this message is gone: it is removed when the last recipient is done, unless Settings keep it longer.',
      )
    const { content, size } = await engine.storage.readBody(input.id, input.limit)
    const base64 = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('base64')
    return { base64, size, truncated: content.byteLength < size }
  }),
  operate: api.operate.handler(({ context, input }) =>
    context.engine.queue.operate(input.operation, input.selection, context.actor),
  ),
  submit: api.submit.handler(async ({ context, input }) => {
    const content = Buffer.from(input.base64, 'base64')
    return {
      id: await context.engine.submit({ sender: input.sender, recipients: input.recipients, content }),
    }
  }),
  pause: api.pause.handler(({ context, input }) => {
    const { route, paused } = input
    const { routes } = context.engine.config.current()
    if (route !== null && paused && !routes.some(({ name }) => name === route)) throw notFound('route', route)
    return context.engine.queue.pause(route, paused, context.actor)
  }),
})
