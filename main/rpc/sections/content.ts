import type { ContentChunk } from '../../engine/content/read/message-reader.ts'
import { implementer } from '../implementer.ts'

const api = implementer.content

export const content = api.router({
  get: api.get.handler(({ context, input }) => context.engine.reader.read(input.id)),
  part: api.part.handler(async ({ context, input }) =>
    wire(await context.engine.reader.part(input.id, input.part, input.offset)),
  ),
  source: api.source.handler(async ({ context, input }) =>
    wire(await context.engine.reader.source(input.id, input.offset)),
  ),
  inspect: api.inspect.handler(({ context, input }) =>
    context.engine.reader.inspect(Buffer.from(input.base64, 'base64')),
  ),
})

function wire({ octets, nextOffset }: ContentChunk) {
  const base64 = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('base64')
  return { base64, nextOffset }
}
