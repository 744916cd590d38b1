/** What people look at: lists, counts and searches that may take their time without holding up mail. */
import { listAudit } from '../queries/audit.ts'
import { countDoubleBounces } from '../queries/count-double-bounces.ts'
import { countMessages } from '../queries/count-messages.ts'
import { countUsage } from '../queries/count-usage.ts'
import { findDelayed } from '../queries/find-delayed.ts'
import { getMessage, getRows } from '../queries/get-message.ts'
import { listMessages } from '../queries/list-messages.ts'
import { getSession, listSessions } from '../queries/list-sessions.ts'
import { readFailures } from '../queries/read-failures.ts'
import { readFlow } from '../queries/read-flow.ts'
import { readNetworksSeen, readRuleHits } from '../queries/read-rule-hits.ts'
import { readSenders, readUsage } from '../queries/read-senders.ts'
import { lastMessageKey, selectMessages } from '../queries/select-messages.ts'
import { waitingByRoute } from '../queries/waiting-by-route.ts'

import { readStoredFigures, surveyBodies } from '../queries/survey-disk.ts'
import { surveyOpen } from '../queries/survey-open.ts'
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
  searchAudit,
  readFailures,
  readFlow,
  readNetworksSeen,
  readRuleHits,
  readSenders,
  readStoredFigures,
  readUsage,
  surveyBodies,
  surveyOpen,
