/**
 * Operations on many messages, slice by slice, with mail flowing between the slices. One that can be undone marks its
 * messages first; what closes the window, or takes it back, is written down before it begins, so that the end of the
 * program at any moment leaves something that the next start brings to its end.
 */
import type {
  BulkOperation,
  OperationPreview,
  OperationView,
} from '../../../../shared/contract/operations.ts'
import type { QueueFilter, Selection } from '../../../../shared/contract/queue.ts'
import type { MessageId } from '../../../../shared/domain/id.ts'
import { EngineError, notFound } from '../../engine-error.ts'
import type { Clock, Dispose, Logger } from '../../ports.ts'
import type { Closing, OperationRecord, OperationStorage } from '../../storage/operation-storage.ts'
import type { OperatorHands } from './operator-hands.ts'
import { previewNotes } from './preview-notes.ts'

export interface OperationRunnerOptions {
  readonly storage: OperationStorage
  readonly hands: OperatorHands
  readonly clock: Clock
  readonly logger: Logger
  readonly newId: () => string
  readonly onChange: (views: readonly OperationView[]) => void
}

/** One that is running or can be undone. */
interface Run {
  record: OperationRecord
  isCancelled: boolean
  timer: Dispose | null
  /** Whatever goes on with it. */
  work: Promise<void>
}

/** Operations that are listed after their end. */
const LISTED = 20
/** Messages whose bounces are written together: each writes a report. */
const BOUNCED_TOGETHER = 50

export class OperationRunner {
  readonly #options: OperationRunnerOptions
  readonly #runs = new Map<string, Run>()
  #stopping = false

  constructor(options: OperationRunnerOptions) {
    this.#options = options
  }

  /** Brings to an end what an earlier run of the program had begun; windows that are still open go on. */
  async start(): Promise<void> {
    for (const record of await this.#options.storage.listOperations(0)) {
      const run = this.#add(record)
      const { closing, view } = record
      if (closing !== null) this.#work(run, () => this.#close(run, closing))
      else if (view.phase === 'undoable') this.#waitForWindow(run)
      else this.#work(run, () => this.#close(run, 'failed', BROKEN_OFF))
    }
  }

  /** Resolves when no slice is under way; the next start goes on. */
  async stop(): Promise<void> {
    this.#stopping = true
    for (const { timer } of this.#runs.values()) timer?.()
    await Promise.all([...this.#runs.values()].map(({ work }) => work))
  }

  async preview(operation: BulkOperation, selection: Selection): Promise<OperationPreview> {
    const { inAttempt, pending, ...preview } = await this.#options.storage.previewOperation(
      operation,
      selection,
    )
    return { ...preview, notes: previewNotes({ inAttempt, pending }) }
  }

  async begin(
    operation: BulkOperation,
    selection: Selection,
    wanted: { readonly undoWindow: number; readonly actor: string },
  ): Promise<OperationView> {
    const { storage, clock, newId } = this.#options
    const record = await storage.addOperation({
      id: newId(),
      operation,
      selection,
      actor: wanted.actor,
      now: clock.now(),
      undoWindow: canBeUndone(operation) ? wanted.undoWindow : 0,
    })
    const run = this.#add(record)
    this.#changed(run, record)
    this.#work(run, () => this.#go(run, selection))
    this.#count(run, selection)
    return record.view
  }

  async list(): Promise<OperationView[]> {
    const records = await this.#options.storage.listOperations(LISTED)
    return records.map((record) => this.#runs.get(record.view.id)?.record.view ?? record.view)
  }

  /** Rejects with EngineError NOT_FOUND, CONFLICT. */
  async undo(id: string): Promise<OperationView> {
    const run = await this.#find(id)
    const { phase } = run.record.view
    // What closes the window writes it down first; a clock that was set forward closes nothing.
    if (phase !== 'undoable' || run.record.closing !== null) throw conflict(phase)
    await this.#closeNow(run, 'undone')
    return run.record.view
  }

  /** Rejects with EngineError NOT_FOUND. */
  async finish(id: string): Promise<OperationView> {
    const run = await this.#find(id)
    if (run.record.view.phase === 'undoable') await this.#closeNow(run, 'carry-out')
    return run.record.view
  }

  /** Rejects with EngineError NOT_FOUND. */
  async cancel(id: string): Promise<void> {
    const run = await this.#find(id)
    if (run.record.view.phase !== 'running') return
    run.isCancelled = true
    await run.work
  }

  async #find(id: string): Promise<Run> {
    const run = this.#runs.get(id)
    if (run) return run
    const record = (await this.#options.storage.listOperations(LISTED)).find(({ view }) => view.id === id)
    if (!record) throw notFound('operation', id)
    return { record, isCancelled: false, timer: null, work: Promise.resolve() }
  }

  #add(record: OperationRecord): Run {
    const run: Run = { record, isCancelled: false, timer: null, work: Promise.resolve() }
    this.#runs.set(record.view.id, run)
    return run
  }

  /** Never rejects. */
  #work(run: Run, work: () => Promise<void>): void {
    run.work = work().catch(async (error: unknown) => {
      const { logger } = this.#options
      if (this.#stopping) return
      logger.error('an operation on the queue failed', { operation: run.record.view.id, error })
      const text = `It was broken off: ${error instanceof Error ? error.message : String(error)}`
      await this.#close(run, 'failed', text).catch((reason: unknown) =>
        logger.error('an operation could not be ended; the next start does', { error: reason }),
      )
    })
  }

  async #go(run: Run, selection: Selection): Promise<void> {
    const { storage, hands } = this.#options
    const { operation } = run.record.view
    const filter = selection.kind === 'filter' ? selection.filter : null
    const plan = run.record.undoWindow > 0 || operation.kind === 'bounce'
    if (operation.kind === 'send-now') hands.tryHostsNow()
    for await (const ids of storage.selectSlices(selection)) {
      if (this.#stopping) return
      if (run.isCancelled) return await this.#close(run, 'cancelled')
      await this.#slice(run, { ids, filter, plan })
    }
    if (run.isCancelled) return await this.#close(run, 'cancelled')
    const { done } = run.record.view
    if (run.record.undoWindow > 0) await this.#openWindow(run)
    else if (plan) await this.#close(run, 'carry-out')
    else await this.#end(run, { phase: 'done', selected: done })
  }

  async #slice(
    run: Run,
    slice: {
      readonly ids: readonly MessageId[]
      readonly filter: QueueFilter | null
      readonly plan: boolean
    },
  ): Promise<void> {
    const { storage, hands, clock } = this.#options
    const { id, operation } = run.record.view
    const write = () => storage.operateSlice({ id, ...slice, now: clock.now() })
    const isTaking = operation.kind !== 'send-now' && operation.kind !== 'release'
    if (operation.kind === 'reroute') hands.redirected(operation.route)
    const { record, touched } = isTaking ? await hands.take(slice.ids, write) : await write()
    if (operation.kind === 'reroute') hands.redirected(operation.route)
    hands.changed(touched)
    this.#changed(run, record)
  }

  async #openWindow(run: Run): Promise<void> {
    const { storage, clock } = this.#options
    const { id, done } = run.record.view
    const undoUntil = clock.now() + run.record.undoWindow
    this.#changed(run, await storage.updateOperation(id, { phase: 'undoable', undoUntil, selected: done }))
    this.#waitForWindow(run)
  }

  #waitForWindow(run: Run): void {
    const { clock } = this.#options
    // No longer than it was meant to be, where the clock was set back while the program did not run.
    const left = Math.min((run.record.view.undoUntil ?? 0) - clock.now(), run.record.undoWindow)
    if (left <= 0) return void this.#closeNow(run, 'carry-out')
    run.timer = clock.after(left, () => {
      if (!this.#stopping) void this.#closeNow(run, 'carry-out')
    })
  }

  /** Between the decision and its record nobody else may decide. Never rejects. */
  #closeNow(run: Run, closing: Closing): Promise<void> {
    run.timer?.()
    run.timer = null
    run.record = { ...run.record, closing }
    this.#work(run, () => this.#close(run, closing))
    return run.work
  }

  async #close(run: Run, closing: Closing, problem: string | null = null): Promise<void> {
    const { storage } = this.#options
    const { id, operation } = run.record.view
    const begun = { phase: 'running', closing, ...(problem !== null && { problem }) } as const
    this.#changed(run, await storage.updateOperation(id, begun))
    const isBounce = closing === 'carry-out' && operation.kind === 'bounce'
    for (let more = true; more; ) {
      if (this.#stopping) return
      if (closing === 'carry-out' && run.isCancelled) return await this.#close(run, 'cancelled')
      more = isBounce ? await this.#bounceSlice(run) : await this.#closeSlice(run, closing)
    }
    await this.#end(run, { phase: closing === 'carry-out' ? 'done' : closing })
  }

  async #closeSlice(run: Run, closing: Closing): Promise<boolean> {
    const { storage, hands, clock } = this.#options
    const { id, startedAt } = run.record.view
    const { record, touched, more, withoutRoute } = await storage.closeSlice({
      id,
      closing,
      now: clock.now(),
    })
    hands.changed(touched)
    this.#changed(run, record)
    if (withoutRoute) hands.askRulesAgain(startedAt)
    return more
  }

  async #bounceSlice(run: Run): Promise<boolean> {
    const { storage, hands, clock } = this.#options
    const { id, actor } = run.record.view
    const request = { id, now: clock.now(), lease: hands.lease(), limit: BOUNCED_TOGETHER }
    const { claims, ids } = await storage.claimPending(request)
    if (ids.length === 0) return false
    await hands.bounce(claims, actor)
    const { record, dropped } = await storage.dropPending({ id, ids })
    if (dropped === 0) throw new Error('reports of the bounce could not be stored')
    hands.changed(ids)
    this.#changed(run, record)
    return true
  }

  async #end(
    run: Run,
    end: { readonly phase: OperationView['phase']; readonly selected?: number },
  ): Promise<void> {
    const { storage, clock } = this.#options
    const { id } = run.record.view
    this.#runs.delete(id)
    this.#changed(run, await storage.updateOperation(id, { ...end, endedAt: clock.now(), closing: null }))
  }

  /** Beside the work: of a filter that matches many it takes its time. */
  #count(run: Run, selection: Selection): void {
    const { storage, logger } = this.#options
    const { id } = run.record.view
    const counted = async () => {
      const selected = await storage.countSelected(selection)
      const isKnown = run.record.view.selected !== null || run.record.view.phase !== 'running'
      if (!isKnown && !this.#stopping) this.#changed(run, await storage.updateOperation(id, { selected }))
    }
    counted().catch((error: unknown) => logger.warn('selected messages could not be counted', { error }))
  }

  #changed(run: Run, record: OperationRecord): void {
    run.record = record
    this.#options.onChange([record.view])
  }
}

function canBeUndone({ kind }: BulkOperation): boolean {
  return kind === 'delete' || kind === 'bounce' || kind === 'release'
}

const BROKEN_OFF = 'Mailroom ended while this was going on. What was marked is as it was before.'

function conflict(phase: OperationView['phase']): EngineError {
  const why =
    phase === 'undone'
      ? 'It was undone already.'
      : phase === 'running'
        ? 'It is going on: cancel it, or wait until it can be undone.'
        : 'The time to undo it is over: it has been carried out.'
  return new EngineError('CONFLICT', why)
}
