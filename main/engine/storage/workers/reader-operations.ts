/** What people look at: lists, counts and searches that may take their time without holding up mail. */
import { checkBodies } from '../checks/check-bodies.ts'
import { listAudit } from '../queries/audit.ts'
import { countDoubleBounces } from '../queries/count-double-bounces.ts'
import { countExpiring } from '../queries/count-expiring.ts'
import { countMessages, countRange } from '../queries/count-messages.ts'
import { countUsage } from '../queries/count-usage.ts'
import { findDelayed } from '../queries/find-delayed.ts'
import { getMessage, getRows } from '../queries/get-message.ts'
import { listMessages } from '../queries/list-messages.ts'
import { getSession, listSessions } from '../queries/list-sessions.ts'
import { previewOperation } from '../queries/operations/preview-operation.ts'
import { readFailures } from '../queries/read-failures.ts'
import { readFlow } from '../queries/read-flow.ts'
import { readNetworksSeen, readRuleHits } from '../queries/read-rule-hits.ts'
import { readSenders, readUsage } from '../queries/read-senders.ts'
import { searchAudit } from '../queries/search-audit.ts'
import { lastMessageKey, selectMessages } from '../queries/select-messages.ts'
import { readStoredFigures, surveyBodies } from '../queries/survey-disk.ts'
import { surveyOpen } from '../queries/survey-open.ts'
import { waitingByRoute } from '../queries/waiting-by-route.ts'

export const readerOperations = {
  checkBodies,
  listMessages,
  countMessages,
  countRange,
  countExpiring,
  countDoubleBounces,
  findDelayed,
  getMessage,
  getRows,
  waitingByRoute,
  countUsage,
  selectMessages,
  lastMessageKey,
  previewOperation,
  listSessions,
  getSession,
  listAudit,
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
} as const

export type ReaderOperations = typeof readerOperations
