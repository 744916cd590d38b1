/** Operations on many messages, in slices, and what is kept of messages while theirs can be undone. */
import type { BulkOperation, OperationPreview, OperationView } from '../../../shared/contract/operations.ts'
import type { QueueFilter, Selection } from '../../../shared/contract/queue.ts'
import { decodeId, type MessageId } from '../../../shared/domain/id.ts'
import type { Workers } from './open-storage.ts'
import { describeSelection, selectSlices } from './select-slices.ts'
import type { Claim, Lease, QueueStorage } from './storage.ts'

/**
 * What an operation does once its messages are no longer marked: carry-out does what was announced; the others put
 * back what is still marked, and are the phase that follows.
 */
export type Closing = 'carry-out' | 'undone' | 'cancelled' | 'failed'

export interface OperationRecord {
  readonly view: OperationView
  /** Milliseconds. */
  readonly undoWindow: number
  /** Under way, or broken off by the end of the program. */
  readonly closing: Closing | null
}

export interface NewOperation {
  readonly id: string
  readonly operation: BulkOperation
  readonly selection: Selection
  readonly actor: string
  readonly now: number
  readonly undoWindow: number
}

export type OperationUpdate = Partial<
  Pick<OperationView, 'phase' | 'endedAt' | 'selected' | 'undoUntil' | 'problem'>
> & { readonly closing?: Closing | null }

export interface OperationSlice {
  readonly record: OperationRecord
  readonly touched: readonly MessageId[]
}

export interface OperationStorage {
  /** With its audit entry, which adds up what the slices change. */
  addOperation(operation: NewOperation): Promise<OperationRecord>
  updateOperation(id: string, update: OperationUpdate): Promise<OperationRecord>
  /** Newest first: all that are not over, and `limit` of the others. */
  listOperations(limit: number): Promise<OperationRecord[]>
  /**
   * Ids of a selection, oldest first, a few hundred at a time; what arrives after the first search is not part of it.
   * Searches run beside those of lists.
   */
  selectSlices(selection: Selection): AsyncIterable<readonly MessageId[]>
  countSelected(selection: Selection): Promise<number>
  previewOperation(
    operation: BulkOperation,
    selection: Selection,
  ): Promise<Omit<OperationPreview, 'notes'> & LeftAlone>
  /**
   * Carries an operation out on these messages or, where `plan`, marks them for it and keeps what they were. Messages
   * that no longer match, are in an attempt, or wait for another undo window are left alone and count as unchanged.
   */
  operateSlice(request: {
    id: string
    ids: readonly MessageId[]
    filter: QueueFilter | null
    plan: boolean
    now: number
  }): Promise<OperationSlice>
  /**
   * The next slice of what is marked: carried out (delete, release) or put back as it was. `withoutRoute`: some of what
   * was put back is held for want of a route.
   */
  closeSlice(request: {
    id: string
    closing: Closing
    now: number
  }): Promise<OperationSlice & { readonly more: boolean; readonly withoutRoute: boolean }>
  /** Leases the next marked messages for their bounce. Whatever comes of it, dropPending follows. */
  claimPending(request: { id: string; now: number; lease: Lease; limit: number }): Promise<{
    readonly claims: Claim[]
    readonly ids: readonly MessageId[]
  }>
  /** Forgets the marks of messages whose bounce is recorded; answers how many were. */
  dropPending(request: { id: string; ids: readonly MessageId[] }): Promise<{
    readonly record: OperationRecord
    readonly dropped: number
  }>
  /** null where it is done. */
  changeRecipient(change: RecipientChange): Promise<RecipientRefusal | null>
  /** Routes that were chosen by hand and are none of these are forgotten, with a note in the history; in slices. */
  forgetRoutes(
    request: { existing: readonly string[]; now: number },
    onProgress: (touched: readonly MessageId[]) => void,
  ): Promise<void>
}

export interface RecipientChange {
  readonly message: MessageId
  readonly number: number
  readonly address: string
  readonly actor: string
  readonly now: number
}

/** Why an address stays; double: another open recipient of the message has it. */
export type RecipientRefusal = 'missing' | 'active' | 'done' | 'pending' | 'double'

/** Selected messages that an operation leaves alone although they are open. */
export interface LeftAlone {
  readonly inAttempt: number
  readonly pending: number
}

export function createOperationStorage(
  { writer, background }: Workers,
  { countMessages }: Pick<QueueStorage, 'countMessages'>,
): OperationStorage {
  return {
    addOperation: ({ selection, ...operation }) =>
      writer.call('addOperation', { ...operation, selection: describeSelection(selection) }),
    updateOperation: (id, update) => writer.call('updateOperation', { id, update }),
    listOperations: (limit) => writer.call('listOperations', limit),
    selectSlices: (selection) => selectSlices(background, selection),
    async countSelected(selection) {
      if (selection.kind === 'ids') return new Set(selection.ids).size
      const counts = await countMessages(selection.filter)
      return Object.values(counts).reduce((total, count) => total + count, 0)
    },
    previewOperation: (operation, selection) =>
      background.call('previewOperation', { operation, selection: withKeys(selection) }),
    operateSlice: (request) => writer.call('operateSlice', request),
    closeSlice: (request) => writer.call('closeSlice', request),
    claimPending: (request) => writer.call('claimPending', request),
    dropPending: (request) => writer.call('dropPending', request),
    changeRecipient: (change) => writer.call('changeRecipient', change),
    async forgetRoutes(request, onProgress) {
      for (let more = true; more; ) {
        const slice = await writer.call('forgetRoutes', request)
        more = slice.more
        if (slice.touched.length > 0) onProgress(slice.touched)
      }
    },
  }
}

/** Each message once. */
function withKeys(selection: Selection) {
  if (selection.kind === 'filter') return selection
  return { kind: 'keys' as const, keys: [...new Set(selection.ids)].map(decodeId) }
}
