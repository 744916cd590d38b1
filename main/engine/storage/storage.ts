/**
 * The one way to the store. Named operations, all asynchronous, no SQL outside this folder: the embedded
 * implementation (SQLite behind two worker threads) and a later one on PostgreSQL look the same from here.
 *
 * Whatever resolves has been committed and synced. Writes of the same moment share one commit. Times are
 * milliseconds since 1970 and always passed in.
 */
import type { Readable } from 'node:stream'
import type { AccountView, AppPasswordView } from '../../../shared/contract/accounts.ts'
import type {
  MessageCounts,
  OperationResult,
  Pauses,
  QueueFilter,
  QueueOperation,
  QueueSort,
  Selection,
} from '../../../shared/contract/queue.ts'
import type { SessionFilter } from '../../../shared/contract/sessions.ts'
import type { MessageId, SessionId } from '../../../shared/domain/id.ts'
import type {
  Envelope,
  MessageDetail,
  MessageEvent,
  MessageRow,
  Origin,
} from '../../../shared/domain/message.ts'
import type { Notify, Recipient } from '../../../shared/domain/recipient.ts'
import type { SessionLine, SessionRow } from '../../../shared/domain/session.ts'
import type { RecipientEvent } from '../queue/transition.ts'
import type { CheckedSlice } from './body-check.ts'
import type { BodyRef, BodyWriter } from './body-store.ts'
import type { OperationStorage } from './operation-storage.ts'
import type { ExpiringCounts, ExpiringRequest } from './queries/count-expiring.ts'
import type { AuditPage, AuditSearch } from './queries/search-audit.ts'
import type { StatisticsStorage } from './statistics-storage.ts'

export interface Storage
  extends QueueStorage,
    OperationStorage,
    SessionStorage,
    SetupStorage,
    StatisticsStorage {
  /** Highest id in use for messages or sessions; null in an empty store. Ids that are made now must be above it. */
  readonly lastId: string | null
  /**
   * A consistent copy of the database at a path where nothing is, while mail goes on. The body files that it names stay
   * until `release` is called.
   */
  copyTo(path: string): Promise<DatabaseCopy>
  /** A slow look through the store while mail goes on, a slice a call; see body-check.ts. Begins with `after` 0. */
  checkSlice(request: { readonly after: number; readonly now: number }): Promise<CheckedSlice>
  /** Resolves after what was asked before is on disk. */
  close(): Promise<void>
}

export interface DatabaseCopy {
  readonly schema: number
  readonly openMessages: number
  readonly bodyFiles: readonly MessageId[]
  release(): void
}

export interface NewMessage {
  readonly id: MessageId
  readonly envelope: Envelope
  readonly origin: Origin
  readonly recipients: readonly NewRecipient[]
  readonly receivedAt: number
  /** Decoded Subject and Message-ID, for lists and search. */
  readonly subject: string
  readonly messageId: string | null
  readonly body: BodyRef
  /** A sentence for the Reception event; null where there is nothing to say. */
  readonly note: string | null
  /** First due then, without a lease; default: receivedAt. Earlier is a head start over other mail. */
  readonly dueAt?: number
}

export interface NewRecipient {
  readonly address: string
  readonly notify: Notify
  readonly originalRecipient: string | null
  /**
   * The route that the rules choose at reception, so that claimDue can pass it over from the start; evaluated anew at
   * each attempt. Absent where nobody asked them yet.
   */
  readonly route?: string | null
  /** The group of several that it is a member of, as it was named at RCPT: told by an "expanded" report (RFC 3461 §5.2.7.2). */
  readonly expandedFrom?: string
}

/** A lease: who works on it, until when. Every update repeats the owner; a lease that was lost changes nothing. */
export interface Lease {
  readonly owner: string
  readonly until: number
}

/** Due recipients of one message, leased. */
export interface Claim {
  readonly id: MessageId
  readonly envelope: Envelope
  readonly origin: Origin
  readonly size: number
  readonly receivedAt: number
  readonly body: BodyRef
  readonly recipients: readonly Recipient[]
}

export interface UsageRow {
  readonly account: string | null
  readonly network: string | null
  readonly client: string | null
  readonly hour: number
  readonly messages: number
  readonly recipients: number
}

/** What became of one leased recipient. */
export interface RecipientResult {
  readonly message: MessageId
  readonly recipient: number
  readonly event: RecipientEvent
  /** Entered into the history in the same commit; `at` is the time of the change. null: ReleaseLease leaves no trace. */
  readonly history: Omit<MessageEvent, 'recipient'> | null
}

export interface QueueStorage {
  /** Streams a body in; see body-store.ts. */
  createBody(id: MessageId): BodyWriter
  openBody(id: MessageId): Promise<Readable>
  /** A look at all of a body, piece by piece: a piece is valid only until `take` returns. */
  passBody(id: MessageId, take: (octets: Uint8Array) => void): Promise<void>
  /** At most `limit` octets of a body from `start` (default 0) on, for viewing; size is the whole. */
  readBody(
    id: MessageId,
    limit: number,
    start?: number,
  ): Promise<{ readonly content: Uint8Array; readonly size: number }>

  /**
   * Message, recipients, body and the Reception event in one commit. With a lease the recipients are born active and
   * the Claim that a claimDue would have given is in the caller's hands at once; without, they are due at once.
   */
  accept(message: NewMessage, lease: Lease | null): Promise<void>

  /**
   * Leases recipients that are due (queued or deferred, nextAttemptAt <= now), oldest due first, grouped by message.
   * Recipients whose last route is in `exceptRoutes` are passed over by index, not by scanning.
   */
  claimDue(request: {
    now: number
    lease: Lease
    limit: number
    exceptRoutes: readonly string[]
  }): Promise<Claim[]>
  /**
   * Leases what waits (queued, deferred) on this route and was received at `before` or earlier, due or not: claims pass
   * it over, and it grows old all the same. By id after `after`, at most `limit` messages.
   */
  claimOld(request: {
    route: string
    before: number
    after: MessageId | null
    now: number
    lease: Lease
    limit: number
  }): Promise<Claim[]>
  /** When the next recipient falls due; null where none waits. */
  nextDueAt(exceptRoutes: readonly string[]): Promise<number | null>
  /** Applies transition(state, event) to each recipient that the owner still holds; answers how many were. */
  recordResults(owner: string, results: readonly RecipientResult[]): Promise<number>
  /**
   * A bounce or notice that Mailroom writes, in the same commit as the results that cause it. Where the owner has lost
   * every one of the leases, nothing changes and no report is kept.
   */
  recordResultsWithReport(
    owner: string,
    results: readonly RecipientResult[],
    report: NewMessage,
  ): Promise<number>
  /**
   * Messages, by id after `after`, that were received before `before` and have waiting recipients whose sender did not
   * hear of the delay yet, and may want to.
   */
  findDelayed(request: { before: number; after: MessageId | null; limit: number }): Promise<MessageId[]>
  /**
   * A delay notice about recipients that wait without an attempt, with what it says of them, in one commit. Answers
   * false, and keeps nothing, where one of them is in an attempt, done, or told already.
   */
  recordDelayNotice(request: {
    message: MessageId
    recipients: readonly number[]
    report: NewMessage
    now: number
  }): Promise<boolean>
  extendLease(owner: string, messages: readonly MessageId[], until: number): Promise<void>
  /** At start: every lease is of a dead run. On the way: those that ran out. Answers how many recipients. */
  releaseLeases(request: { now: number; expiredOnly: boolean }): Promise<number>
  /**
   * After rules or routes changed: recipients that are held for want of a route (hold: no-route) are queued again, due
   * at once, with a Release event; and waiting ones (queued, deferred) whose last route is in `routes`, which claims
   * pass over just now, forget it, so that the next claim sees them when they are due; and those whose last route is in
   * `mended` are due within seconds, one after another. In slices, like operate.
   */
  reroute(
    request: { now: number; routes: readonly string[]; mended: readonly string[] },
    onProgress?: (touched: readonly MessageId[]) => void,
  ): Promise<void>
  /**
   * After the clock was set back by so many milliseconds: times of next attempts go back with it, but not behind `now`.
   * In slices, like operate.
   */
  setTimesBack(
    request: { now: number; by: number },
    onProgress?: (touched: readonly MessageId[]) => void,
  ): Promise<void>
  /** At stop: gives back what this owner holds, due at once, as if never tried. */
  releaseOwner(owner: string, now: number): Promise<void>

  /**
   * Send now, hold, release or delete, with a history event for each recipient that changed and one audit entry. In
   * slices of a few hundred messages, so that mail goes on between them; `onProgress` hears of each slice.
   */
  operate(
    request: {
      operation: Exclude<QueueOperation, 'bounce'>
      selection: Selection
      now: number
      actor: string
    },
    onProgress?: (done: OperationResult, touched: readonly MessageId[]) => void,
  ): Promise<OperationResult>
  /**
   * The operator's bounce, slice by slice: leases the open recipients (queued, deferred, held) of the next selected
   * messages after `after` in id order; the caller records the results with the report and comes back with `last` (and
   * the same selection object) until it is null. What arrives after the first slice, as those reports do, is not
   * selected.
   */
  claimSelected(request: {
    selection: Selection
    now: number
    lease: Lease
    limit: number
    after: MessageId | null
  }): Promise<{ readonly claims: Claim[]; readonly unchanged: number; readonly last: MessageId | null }>
  addAudit(entry: AuditEntry): Promise<void>

  /** Once the signal aborts, nobody waits for these two: what they answer then is not the whole. */
  listMessages(
    request: {
      filter: QueueFilter
      sort: QueueSort
      cursor: string | null
      limit: number
      now: number
    },
    signal?: AbortSignal,
  ): Promise<{ rows: MessageRow[]; nextCursor: string | null }>
  countMessages(filter: QueueFilter, signal?: AbortSignal): Promise<MessageCounts>
  getMessage(id: MessageId): Promise<MessageDetail | null>
  getRows(ids: readonly MessageId[]): Promise<MessageRow[]>
  /** Reports that could not be delivered and are held for the postmaster. */
  countDoubleBounces(): Promise<number>
  /** Messages and recipients accepted since then, summed by account, network, client and hour (start, ms). */
  countUsage(since: number): Promise<UsageRow[]>
  /**
   * ETRN: recipients that wait (queued, deferred) on these routes, of this domain or of any, are due at once. Answers the
   * messages.
   */
  startWaiting(request: {
    routes: readonly string[]
    domain: string | null
    now: number
  }): Promise<MessageId[]>
  /** What another retention would remove just now. */
  countExpiring(request: ExpiringRequest): Promise<ExpiringCounts>
  /** Messages with open recipients by last route. */
  waitingByRoute(): Promise<Record<string, number>>
  /**
   * Removes bodies and histories that are past their retention; in slices. Answers the ids that are gone. `bodiesMs`
   * is remembered, over restarts too: 0, as it is at first, lets a body go in the commit of the last result, anything
   * else leaves that to later calls. Captured messages keep their body as long as their history.
   */
  expire(request: { now: number; historyMs: number; bodiesMs: number }): Promise<MessageId[]>

  getPauses(): Promise<Pauses>
  setPauses(pauses: Pauses, audit: AuditEntry): Promise<void>
}

export interface SavedSession {
  readonly row: SessionRow
  readonly lines: readonly SessionLine[]
  /** Distinct codes of its replies, plain and enhanced. Default: none is searched for. */
  readonly codes?: readonly string[]
}

export interface SessionStorage {
  /** Not urgent: joins the next commit. An ended session replaces what was saved while it was open. */
  saveSessions(sessions: readonly SavedSession[]): Promise<void>
  /**
   * A page; one that searches conversations ends after so many megabytes of them, and the cursor leads on: it may be
   * short, or empty, without being the last.
   */
  listSessions(request: {
    filter: SessionFilter
    cursor: string | null
    limit: number
  }): Promise<{ rows: SessionRow[]; nextCursor: string | null }>
  getSession(id: SessionId): Promise<{ row: SessionRow; lines: SessionLine[] } | null>
  /** Removes the oldest beyond the bounds. */
  trimSessions(bounds: { before: number; maxCount: number; maxBytes: number }): Promise<void>
}

export interface StoredAppPassword extends AppPasswordView {
  /** "sha256$hash" (base64). */
  readonly hash: string
}

/** An account as it is stored. */
export interface StoredAccount extends Omit<AccountView, 'appPasswords'> {
  readonly appPasswords: readonly StoredAppPassword[]
  readonly passwordHash: string
  /** Sealed copy for CRAM-MD5; null where that is off. */
  readonly sealedPassword: string | null
}

export interface AuditEntry {
  readonly at: number
  /** "console", "window", "cli", "config file". */
  readonly actor: string
  readonly action: string
  readonly detail: Record<string, unknown>
}

export interface SetupStorage {
  /** The stored configuration document (sealed secrets, no accounts); null before the first. */
  getConfiguration(): Promise<unknown>
  setConfiguration(document: unknown, audit: AuditEntry): Promise<void>
  listAccounts(): Promise<StoredAccount[]>
  putAccount(account: StoredAccount, previousUsername: string | null, audit: AuditEntry): Promise<void>
  removeAccount(username: string, audit: AuditEntry): Promise<boolean>
  /** Not urgent: joins the next commit. appPassword: its id where one was used. */
  touchAccount(username: string, appPassword: string | null, lastUsedAt: number): void
  /** Small sealed or plain values under a name: the CA, its key, counters. */
  getValue(key: string): Promise<string | null>
  setValue(key: string, value: string): Promise<void>
  listAudit(limit: number): Promise<AuditEntry[]>
  /** A page of it, newest first, of what has the text in it. Rejects with InvalidCursor. */
  searchAudit(search: AuditSearch): Promise<AuditPage>
}
