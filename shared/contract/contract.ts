/**
 * The whole boundary between the engine and everything that looks at it: the window (MessagePort), the web console
 * (WebSocket), the command line and other programs (HTTP under /api/v1). Types derive from the schemas; what arrives
 * is parsed by them. Streams are async iterators: leaving the loop disposes the other side.
 */
import type { ContractRouterClient } from '@orpc/contract'
import { accounts } from './accounts.ts'
import { audit } from './audit.ts'
import { backups } from './backups.ts'
import { configuration } from './configuration.ts'
import { content } from './content.ts'
import { dkim } from './dkim.ts'
import { listeners, networks } from './listeners.ts'
import { operations } from './operations.ts'
import { queue } from './queue.ts'
import { routes } from './routes.ts'
import { rules } from './rules.ts'
import { security } from './security.ts'
import { sessions } from './sessions.ts'
import { settings } from './settings.ts'
import { setup } from './setup.ts'
import { statistics } from './statistics.ts'
import { support } from './support.ts'
import { system } from './system.ts'

export const contract = {
  system,
  queue,
  content,
  operations,
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
  backups,
  audit,
  statistics,
  setup,
  support,
}

export type Contract = typeof contract

/** What a caller holds, whatever carries it. */
export type Client = ContractRouterClient<Contract>
