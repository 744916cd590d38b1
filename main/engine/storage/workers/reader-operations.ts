/** What people look at: lists, counts and searches that may take their time without holding up mail. */
import { listAudit } from '../queries/audit.ts'
import { countDoubleBounces } from '../queries/count-double-bounces.ts'
import { countMessages } from '../queries/count-messages.ts'
import { countUsage } from '../queries/count-usage.ts'
import { findDelayed } from '../queries/find-delayed.ts'
import { getMessage, getRows } from '../queries/get-message.ts'
import { listMessages } from '../queries/list-messages.ts'
import { getSession, listSessions } from '../queries/list-sessions.ts'
import { lastMessageKey, selectMessages } from '../queries/select-messages.ts'
import { waitingByRoute } from '../queries/waiting-by-route.ts'

export const readerOperations = {
  listMessages,
  countMessages,
  countDoubleBounces,
  findDelayed,
  getMessage,
  getRows,
  waitingByRoute,
  countUsage,
  selectMessages,
  lastMessageKey,
  listSessions,
  getSession,
  listAudit,
} as const

export type ReaderOperations = typeof readerOperations
