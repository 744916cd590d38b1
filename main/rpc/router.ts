import { implementer } from './implementer.ts'
import { accounts } from './sections/accounts.ts'
import { listeners, networks, routes, rules } from './sections/collections.ts'
import { configuration } from './sections/configuration.ts'
import { dkim } from './sections/dkim.ts'
import { queue } from './sections/queue.ts'
import { security } from './sections/security.ts'
import { sessions } from './sections/sessions.ts'
import { settings } from './sections/settings.ts'
import { system } from './sections/system.ts'

/** The contract bound to an engine; every transport serves this one router. */
export const router = implementer.router({
  system,
  queue,
  sessions,
  listeners,
  networks,
  routes,
  rules,
  dkim,
  accounts,
  security,
  settings,
  configuration,
})

export type RpcRouter = typeof router
