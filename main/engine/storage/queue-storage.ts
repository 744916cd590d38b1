import type { MessageCounts, OperationResult, QueueFilter } from '../../../shared/contract/queue.ts'
import type { MessageId } from '../../../shared/domain/id.ts'
import { MESSAGE_STATES } from '../../../shared/domain/message.ts'
import type { BodyStore } from './bodies/create-body-store.ts'
import type { Workers } from './open-storage.ts'
import { addCounts } from './queries/count-messages.ts'
import type { SetBackPlace, SetBackSlice } from './queries/set-times-back.ts'
import { createSelectionBounds, describeSelection, selectNext, selectSlices } from './select-slices.ts'
import type { NewMessage, QueueStorage } from './storage.ts'
import { stopFlag } from './workers/stop-flag.ts'

/** The queue, its bodies and what the operator does to it, over the workers. */
export function createQueueStorage({ writer, reader, background }: Workers, bodies: BodyStore): QueueStorage {
  const boundOf = createSelectionBounds(background)

  return {
    createBody: (id) => bodies.create(id),
    openBody: (id) => bodies.open(id),
    passBody: (id, take) => bodies.pass(id, take),
    readBody: (id, limit, start) => bodies.readRange(id, limit, start),

    async accept(message, lease) {
      await writer.call('acceptMessage', { message: withOwnBuffer(message), lease })
      bodies.committed(message.id, message.body, lease !== null)
    },

    claimDue: (request) => writer.call('claimDue', request),
    claimOld: (request) => writer.call('claimOld', request),
    nextDueAt: (exceptRoutes) => writer.call('nextDueAt', { exceptRoutes }),
    recordResults: (owner, results) => writer.call('recordResults', { owner, results, report: null }),
    async recordResultsWithReport(owner, results, report) {
      const recorded = await writer.call('recordResults', { owner, results, report: withOwnBuffer(report) })
      if (recorded > 0) bodies.committed(report.id, report.body, false)
      return recorded
    },
    findDelayed: (request) => reader.call('findDelayed', request),
    async recordDelayNotice({ report, ...request }) {
      const isRecorded = await writer.call('recordDelayNotice', { ...request, report: withOwnBuffer(report) })
      if (isRecorded) bodies.committed(report.id, report.body, false)
      return isRecorded
    },
    extendLease: (owner, messages, until) => writer.call('extendLease', { owner, messages, until }),
    releaseLeases: (request) => writer.call('releaseLeases', request),
    releaseOwner: (owner, now) => writer.call('releaseOwner', { owner, now }),

    async reroute(request, onProgress) {
      for (let more = true; more; ) {
        const slice = await writer.call('reroute', request)
        more = slice.more
        if (slice.touched.length > 0) onProgress?.(slice.touched)
      }
    },

    async setTimesBack(request, onProgress) {
      let after: SetBackPlace | null = null
      do {
        const slice: SetBackSlice = await writer.call('setTimesBack', { ...request, after })
        after = slice.next
        if (slice.touched.length > 0) onProgress?.(slice.touched)
      } while (after !== null)
    },

    async startWaiting(request) {
      const started = new Set<MessageId>()
      for (let more = true; more; ) {
        const slice = await writer.call('startWaiting', request)
        more = slice.more
        for (const id of slice.touched) started.add(id)
      }
      return [...started]
    },

    async operate({ operation, selection, now, actor }, onProgress) {
      const filter = selection.kind === 'filter' ? selection.filter : null
      const entry = { at: now, actor, action: `queue ${operation}`, detail: describeSelection(selection) }
      const audit = await writer.call('addAudit', entry)
      let done: OperationResult = { changed: 0, unchanged: 0 }
      for await (const ids of selectSlices(background, selection)) {
        const slice = { operation, ids, filter, now, actor, audit }
        const { touched, changed, unchanged } = await writer.call('operateMessages', slice)
        done = { changed: done.changed + changed, unchanged: done.unchanged + unchanged }
        onProgress?.(done, touched)
      }
      return done
    },

    async claimSelected({ selection, now, lease, limit, after }) {
      const upTo = await boundOf(selection, after === null)
      const ids = await selectNext(background, selection, { after, upTo, limit })
      const filter = selection.kind === 'filter' ? selection.filter : null
      const { claims, unchanged } = await writer.call('claimSelected', { ids, filter, lease, now })
      return { claims, unchanged, last: ids.at(-1) ?? null }
    },

    async addAudit(entry) {
      await writer.call('addAudit', entry)
    },

    listMessages: ({ filter, sort, cursor, limit }, signal) =>
      reader.call('listMessages', { filter, sort, cursor, limit, stop: stopFlag(signal) }),
    countMessages: (filter, signal) => countAll({ reader, background }, filter, signal),
    getMessage: (id) => reader.call('getMessage', id),
    getRows: (ids) => reader.call('getRows', ids),
    countDoubleBounces: () => reader.call('countDoubleBounces', undefined),
    countUsage: (since) => reader.call('countUsage', since),
    countExpiring: (request) => reader.call('countExpiring', request),
    waitingByRoute: () => reader.call('waitingByRoute', undefined),

    async expire({ now, historyMs, bodiesMs }) {
      await writer.call('setBodyRetention', bodiesMs)
      const before = { historyBefore: now - historyMs, bodiesBefore: now - bodiesMs }
      const gone: MessageId[] = []
      for (let more = true; more; ) {
        const slice = await writer.call('expireMessages', before)
        gone.push(...slice.gone)
        more = slice.more
      }
      return gone
    },

    getPauses: () => writer.call('getPauses', undefined),
    setPauses: (pauses, audit) => writer.call('setPauses', { pauses, audit }),
  }
}

/** Range by range, where there is no index: who no longer wants to know does not keep others waiting. */
async function countAll(
  { reader, background }: Pick<Workers, 'reader' | 'background'>,
  filter: QueueFilter,
  signal?: AbortSignal,
): Promise<MessageCounts> {
  const first = await (isCounted(filter) ? reader : background).call('countMessages', filter)
  if (first.kind === 'counted') return first.counts
  let counts = NONE
  for (const range of first.ranges) {
    if (signal?.aborted) break
    counts = addCounts(counts, await background.call('countRange', { filter, range }))
  }
  return counts
}

const NONE = Object.fromEntries(MESSAGE_STATES.map((state) => [state, 0])) as MessageCounts

/** Kept by every write, so that nothing has to be counted. */
function isCounted({ states: _, ...rest }: QueueFilter): boolean {
  return Object.keys(rest).length === 0
}

/** Structured clone copies the whole buffer beneath a view: a small body out of a large one travels alone. */
function withOwnBuffer(message: NewMessage): NewMessage {
  const { body } = message
  if (body.kind === 'file' || body.content === null) return message
  if (body.content.byteLength === body.content.buffer.byteLength) return message
  return { ...message, body: { ...body, content: new Uint8Array(body.content) } }
}
