/** Listeners, routes and relay rules: the same four calls over the configuration's named lists. */
import {
  addItem,
  type CollectionName,
  type Collections,
  removeItem,
  reorderRules,
  replaceItem,
} from '../../engine/config/collection-edits.ts'
import { EngineError } from '../../engine/engine-error.ts'
import type { RpcContext } from '../context.ts'
import { guardStream, implementer } from '../implementer.ts'

export const listeners = implementer.listeners.router({
  list: implementer.listeners.list.handler(({ context }) => list(context, 'listeners')),
  create: implementer.listeners.create.handler(({ context, input }) =>
    create(context, 'listeners', input.item),
  ),
  update: implementer.listeners.update.handler(({ context, input }) =>
    update(context, 'listeners', input.name, input.item),
  ),
  remove: implementer.listeners.remove.handler(({ context, input }) =>
    remove(context, 'listeners', input.name),
  ),
})

export const networks = implementer.networks.router({
  list: implementer.networks.list.handler(({ context }) => list(context, 'networks')),
  create: implementer.networks.create.handler(({ context, input }) =>
    create(context, 'networks', input.item),
  ),
  update: implementer.networks.update.handler(({ context, input }) =>
    update(context, 'networks', input.name, input.item),
  ),
  remove: implementer.networks.remove.handler(({ context, input }) =>
    remove(context, 'networks', input.name),
  ),
})

export const routes = implementer.routes.router({
  list: implementer.routes.list.handler(({ context }) => list(context, 'routes')),
  create: implementer.routes.create.handler(({ context, input }) => create(context, 'routes', input.item)),
  update: implementer.routes.update.handler(({ context, input }) =>
    update(context, 'routes', input.name, input.item),
  ),
  remove: implementer.routes.remove.handler(async ({ context, input }) => {
    await remove(context, 'routes', input.name)
    await context.engine.queue.pause(input.name, false, context.actor)
    return {}
  }),
  signIn: implementer.routes.signIn.handler(({ context, input, signal, path }) => {
    const left = signal ?? new AbortController().signal
    return guardStream(context.engine.signIns.signIn(input.name, context.actor, left), context, path)
  }),
  signOut: implementer.routes.signOut.handler(async ({ context, input }) => {
    await context.engine.signIns.signOut(input.name, context.actor)
    return {}
  }),
  start: implementer.routes.start.handler(async ({ context, input }) => ({
    messages: await context.engine.startRoute(input.name, input.domain, context.actor),
  })),
  closeCircuit: implementer.routes.closeCircuit.handler(async ({ context: { engine, actor }, input }) => {
    engine.closeCircuits(input.name)
    const detail = { name: input.name }
    await engine.storage.addAudit({ at: engine.now(), actor, action: 'hosts tried again', detail })
    return {}
  }),
  test: implementer.routes.test.handler(({ context, input, signal, path }) => {
    const stop = signal ?? new AbortController().signal
    return guardStream(context.engine.testRoute(input.route, input.domain ?? null, stop), context, path)
  }),
})

export const rules = implementer.rules.router({
  simulate: implementer.rules.simulate.handler(({ context, input }) => context.engine.simulate(input)),
  list: implementer.rules.list.handler(({ context }) => list(context, 'rules')),
  create: implementer.rules.create.handler(({ context, input }) => create(context, 'rules', input.item)),
  update: implementer.rules.update.handler(({ context, input }) =>
    update(context, 'rules', input.name, input.item),
  ),
  remove: implementer.rules.remove.handler(({ context, input }) => remove(context, 'rules', input.name)),
  reorder: implementer.rules.reorder.handler(async ({ context, input }) => {
    const change = {
      actor: context.actor,
      action: 'relay rules put in order',
      detail: { names: input.names },
    }
    await context.engine.config.change(change, (config) => reorderRules(config, input.names))
    return {}
  }),
})

const WORDS: Record<CollectionName, string> = {
  listeners: 'listener',
  networks: 'network',
  routes: 'route',
  rules: 'relay rule',
}

function list<N extends CollectionName>({ engine }: RpcContext, section: N): Collections[N][] {
  return [...engine.config.bare()[section]] as Collections[N][]
}

async function create<N extends CollectionName>(context: RpcContext, section: N, item: Collections[N]) {
  const change = { actor: context.actor, action: `${WORDS[section]} added`, detail: { name: item.name } }
  await aboutItem(section, context.engine.config.bare()[section].length, () =>
    context.engine.config.change(change, (config) => addItem(config, section, item)),
  )
  return {}
}

async function update<N extends CollectionName>(
  context: RpcContext,
  section: N,
  name: string,
  item: Collections[N],
) {
  const { engine, actor } = context
  const change = {
    actor,
    action: `${WORDS[section]} changed`,
    detail: { name, newName: item.name },
    ...(section === 'routes' && item.name !== name ? { renamedRoute: { from: name, to: item.name } } : {}),
  }
  const index = engine.config.bare()[section].findIndex((other) => other.name === name)
  await aboutItem(section, index, () =>
    engine.config.change(change, (config) => replaceItem(config, section, name, item)),
  )
  return {}
}

async function remove(context: RpcContext, section: CollectionName, name: string) {
  const change = { actor: context.actor, action: `${WORDS[section]} removed`, detail: { name } }
  await context.engine.config.change(change, (config) => removeItem(config, section, name))
  return {}
}

/** Issues name fields of the whole configuration; the caller knows only its item: ["routes", 2, "host"] → ["item", "host"]. */
async function aboutItem(section: string, index: number, change: () => Promise<void>): Promise<void> {
  try {
    await change()
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'INVALID') throw error
    const issues = error.issues.map((issue) =>
      issue.path[0] === section && issue.path[1] === index
        ? { ...issue, path: ['item', ...issue.path.slice(2)] }
        : issue,
    )
    throw new EngineError('INVALID', error.message, issues)
  }
}
