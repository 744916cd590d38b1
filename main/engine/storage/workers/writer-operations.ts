/** Everything that runs on the write connection: the writes, and the quick reads that mail waits for. */
import { acceptMessage } from '../queries/accept-message.ts'
import { listAccounts, putAccount, removeAccount, touchAccount } from '../queries/accounts.ts'
import { addAudit } from '../queries/audit.ts'
import { setBodyRetention } from '../queries/body-retention.ts'
import { claimDue } from '../queries/claim-due.ts'
import { claimOld } from '../queries/claim-old.ts'
import { claimSelected } from '../queries/claim-selected.ts'
import {
  getConfiguration,
  getPauses,
  getValue,
  setConfiguration,
  setPauses,
  setValue,
} from '../queries/documents.ts'
import { expireMessages } from '../queries/expire-messages.ts'
import { namedFiles } from '../queries/file-bodies.ts'
import { extendLease, releaseLeases, releaseOwner } from '../queries/leases.ts'
import { loseBodies } from '../queries/lose-bodies.ts'
import { nextDueAt } from '../queries/next-due-at.ts'
import { operateMessages } from '../queries/operate-messages.ts'
import { changeRecipient } from '../queries/operations/change-recipient.ts'
import { claimPending, dropPending } from '../queries/operations/claim-pending.ts'
import { closeSlice } from '../queries/operations/close-slice.ts'
import { forgetRoutes } from '../queries/operations/forget-routes.ts'
import { operateSlice } from '../queries/operations/operate-slice.ts'
import { addOperation, listOperations, updateOperation } from '../queries/operations/operations.ts'
import { readBody } from '../queries/read-body.ts'
import { recordDelayNotice } from '../queries/record-delay-notice.ts'
import { recordResults } from '../queries/record-results.ts'
import { reroute } from '../queries/reroute.ts'
import { saveSessions } from '../queries/save-sessions.ts'
import { setTimesBack } from '../queries/set-times-back.ts'
import { startWaiting } from '../queries/start-waiting.ts'
import { trimSessions } from '../queries/trim-sessions.ts'
import { writeFigures } from '../queries/write-figures.ts'

export const writerOperations = {
  acceptMessage,
  /** The writer does it before it begins with the calls that came together with this one. */
  indexText: () => undefined,
  claimDue,
  claimOld,
  claimSelected,
  nextDueAt,
  namedFiles,
  loseBodies,
  recordResults,
  recordDelayNotice,
  extendLease,
  releaseLeases,
  releaseOwner,
  reroute,
  setTimesBack,
  startWaiting,
  operateMessages,
  addOperation,
  updateOperation,
  listOperations,
  operateSlice,
  closeSlice,
  claimPending,
  changeRecipient,
  forgetRoutes,
  dropPending,
  expireMessages,
  addAudit,
  readBody,
  setBodyRetention,
  getPauses,
  setPauses,
  getConfiguration,
  setConfiguration,
  getValue,
  setValue,
  listAccounts,
  putAccount,
  removeAccount,
  touchAccount,
  saveSessions,
  trimSessions,
  writeFigures,
} as const

export type WriterOperations = typeof writerOperations
