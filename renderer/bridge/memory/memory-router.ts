/** The contract over the pretended engine: the same schemas, the same errors. */
import { implement } from '@orpc/server'
import { contract } from '../../../shared/contract/contract.ts'
import type { Config } from '../../../shared/domain/config.ts'
import { explainText } from '../../../shared/explain/explain-reply.ts'
import { contentProcedures } from './memory-content.ts'
import { dkimProcedures } from './memory-dkim.ts'
import type { MemoryEngine } from './memory-engine.ts'
import { operationProcedures } from './memory-operations.ts'
import { queueProcedures } from './memory-queue-procedures.ts'
import { securityProcedures, sessionProcedures } from './memory-sessions.ts'
import {
  auditProcedures,
  backupProcedures,
  configurationProcedures,
  settingsProcedures,
} from './memory-settings.ts'
import { setupProcedures } from './memory-setup.ts'
import { routeProcedures } from './memory-sign-in.ts'
import { simulation } from './memory-simulation.ts'
import { statisticsProcedures } from './memory-statistics.ts'
import { memoryAbout, memoryBundle } from './memory-support.ts'
import { testedLines } from './tested-lines.ts'

const os = implement(contract)

export function createMemoryRouter(engine: MemoryEngine) {
  return os.router({
    system: {
      status: os.system.status.handler(() => engine.status()),
      events: os.system.events.handler(({ signal }) => engine.events.stream(signal)),
      explain: os.system.explain.handler(({ input }) => explainText(input.text, { host: input.host })),
    },
    queue: queueProcedures(engine),
    sessions: sessionProcedures(engine),
    listeners: collection(engine, os.listeners, 'listeners') as Parts<typeof os.listeners>,
    networks: collection(engine, os.networks, 'networks') as Parts<typeof os.networks>,
    routes: {
      ...(collection(engine, os.routes, 'routes') as Parts<typeof os.routes>),
      ...routeProcedures(engine),
      test: routeTest(),
    },
    dkim: dkimProcedures(engine),
    security: securityProcedures(engine),
    rules: {
      ...(collection(engine, os.rules, 'rules') as Parts<typeof os.rules>),
      reorder: reorder(engine),
      simulate: simulation(engine),
    },
    accounts: accountProcedures(engine),
    settings: settingsProcedures(engine),
    configuration: configurationProcedures(engine),
    operations: operationProcedures(engine),
    content: contentProcedures(engine),
    statistics: statisticsProcedures(engine),
    setup: setupProcedures(engine),
    backups: backupProcedures(engine),
    audit: auditProcedures(engine),
    support: {
      about: os.support.about.handler(() => memoryAbout(engine)),
      bundle: os.support.bundle.handler(() => memoryBundle(engine)),
    },
  })
}

type Section = 'listeners' | 'networks' | 'routes' | 'rules'

// The three collections have the same four procedures over different schemas; the contract has parsed the items.
type Parts<T extends { router: (...args: never[]) => unknown }> = Pick<
  Parameters<T['router']>[0],
  'list' | 'create' | 'update' | 'remove'
>

function collection<S extends Section>(
  engine: MemoryEngine,
  procedures: (typeof os)[S],
  section: S,
): unknown {
  type Item = { name: string }
  const base = procedures as unknown as (typeof os)['rules']
  const items = () => engine.config[section] as Item[]
  const store = (next: Item[]) => {
    engine.config = { ...engine.config, [section]: next } as Config
    engine.publish({ configuration: [section] })
    return {}
  }
  const taken = (name: string) => ({
    message: 'That name is taken.',
    data: { issues: [{ path: ['item', 'name'], message: `There is already one named “${name}”.` }] },
  })
  return {
    list: base.list.handler(() => items() as never),
    create: base.create.handler(({ input, errors }) => {
      if (items().some((item) => item.name === input.item.name)) throw errors.INVALID(taken(input.item.name))
      return store([...items(), input.item])
    }),
    update: base.update.handler(({ input, errors }) => {
      if (input.item.name !== input.name && items().some((item) => item.name === input.item.name))
        throw errors.INVALID(taken(input.item.name))
      return store(items().map((item) => (item.name === input.name ? input.item : item)))
    }),
    remove: base.remove.handler(({ input, errors }) => {
      if (
        section === 'routes' &&
        engine.config.rules.some((rule) => rule.action.kind === 'route' && rule.action.route === input.name)
      )
        throw errors.CONFLICT({
          message: `A relay rule still sends mail by “${input.name}”. Change that rule first.`,
        })
      return store(items().filter((item) => item.name !== input.name))
    }),
  }
}

function reorder(engine: MemoryEngine) {
  return os.rules.reorder.handler(({ input }) => {
    const byName = new Map(engine.config.rules.map((rule) => [rule.name, rule]))
    const rules = input.names.map((name) => byName.get(name)).filter((rule) => rule !== undefined)
    engine.config = { ...engine.config, rules }
    engine.publish({ configuration: ['rules'] })
    return {}
  })
}

function routeTest() {
  return os.routes.test.handler(async function* ({ signal }) {
    for (const line of testedLines()) {
      await new Promise((resolve) => setTimeout(resolve, 180))
      if (signal?.aborted) return
      yield { kind: 'line', line }
    }
    yield {
      kind: 'verdict',
      ok: false,
      text: 'The next hop refused the sign-in. Check user name and password.',
    }
  })
}

function accountProcedures(engine: MemoryEngine) {
  const changed = () => engine.publish({ configuration: ['accounts'] })
  const password = () =>
    `${Math.random().toString(36).slice(2, 8)}-${Math.random().toString(36).slice(2, 8)}-Kx7`
  return {
    list: os.accounts.list.handler(() => engine.accounts),
    create: os.accounts.create.handler(({ input, errors }) => {
      if (engine.accounts.some((account) => account.username === input.username))
        throw errors.INVALID({
          data: { issues: [{ path: ['username'], message: 'There is already an account of that name.' }] },
        })
      engine.accounts = [
        ...engine.accounts,
        {
          ...input,
          createdAt: engine.now(),
          lastUsedAt: null,
          appPasswords: [],
          usage: { messagesLastHour: 0, messagesLastDay: 0, recipientsLastHour: 0, recipientsLastDay: 0 },
          limitReached: null,
        },
      ]
      changed()
      return { password: password() }
    }),
    update: os.accounts.update.handler(({ input }) => {
      const before = engine.accounts.find((account) => account.username === input.username)
      engine.accounts = engine.accounts.map((account) =>
        account.username === input.username ? { ...account, ...input } : account,
      )
      changed()
      return { password: input.cramMd5 && !before?.cramMd5 ? password() : null }
    }),
    resetPassword: os.accounts.resetPassword.handler(() => ({ password: password() })),
    createAppPassword: os.accounts.createAppPassword.handler(({ input }) => {
      const id = Math.random().toString(36).slice(2, 10)
      const added = { id, name: input.name, createdAt: engine.now(), lastUsedAt: null }
      engine.accounts = engine.accounts.map((account) =>
        account.username === input.username
          ? { ...account, appPasswords: [...account.appPasswords, added] }
          : account,
      )
      changed()
      return { id, password: password() }
    }),
    revokeAppPassword: os.accounts.revokeAppPassword.handler(({ input }) => {
      engine.accounts = engine.accounts.map((account) => ({
        ...account,
        appPasswords: account.appPasswords.filter(({ id }) => id !== input.id),
      }))
      changed()
      return {}
    }),
    remove: os.accounts.remove.handler(({ input }) => {
      engine.accounts = engine.accounts.filter((account) => account.username !== input.username)
      changed()
      return {}
    }),
  }
}
