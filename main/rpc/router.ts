import { implementer } from './implementer.ts'
import { accounts } from './sections/accounts.ts'
import { audit } from './sections/audit.ts'
import { backups } from './sections/backups.ts'
import { listeners, networks, routes, rules } from './sections/collections.ts'
import { configuration } from './sections/configuration.ts'
import { content } from './sections/content.ts'
import { dkim } from './sections/dkim.ts'
import { operations } from './sections/operations.ts'
import { queue } from './sections/queue.ts'
import { security } from './sections/security.ts'
import { sessions } from './sections/sessions.ts'
import { settings } from './sections/settings.ts'
import { setup } from './sections/setup.ts'
import { statistics } from './sections/statistics.ts'
import { support } from './sections/support.ts'
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
  operations,
  content,
  statistics,
  setup,
  backups,
  audit,
  support,
})

export type RpcRouter = typeof router
