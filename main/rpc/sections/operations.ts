import type { BulkOperation } from '../../../shared/contract/operations.ts'
import { notFound } from '../../engine/engine-error.ts'
import type { Engine } from '../../engine/running-engine.ts'
import { implementer } from '../implementer.ts'

const api = implementer.operations

export const operations = api.router({
  preview: api.preview.handler(({ context: { engine }, input }) => {
    checkRoute(engine, input.operation)
    return engine.operations.preview(input.operation, input.selection)
  }),
  start: api.start.handler(({ context: { engine, actor }, input }) => {
    const { operation, selection, undoWindow } = input
    checkRoute(engine, operation)
    return engine.operations.begin(operation, selection, { undoWindow, actor })
  }),
  list: api.list.handler(({ context }) => context.engine.operations.list()),
  undo: api.undo.handler(({ context, input }) => context.engine.operations.undo(input.id)),
  finish: api.finish.handler(({ context, input }) => context.engine.operations.finish(input.id)),
  cancel: api.cancel.handler(async ({ context, input }) => {
    await context.engine.operations.cancel(input.id)
    return {}
  }),
})

/** Throws EngineError NOT_FOUND. */
function checkRoute({ config }: Engine, operation: BulkOperation): void {
  if (operation.kind !== 'reroute' || operation.route === null) return
  const { route } = operation
  if (!config.current().routes.some(({ name }) => name === route)) throw notFound('route', route)
}
