/** Operations of the pretended engine: slice by slice over a few moments, with a window in which they can be undone. */
import { implement } from '@orpc/server'
import { contract } from '../../../shared/contract/contract.ts'
import type { BulkOperation, OperationPreview, OperationView } from '../../../shared/contract/operations.ts'
import type { Selection } from '../../../shared/contract/queue.ts'
import { encodeId } from '../../../shared/domain/id.ts'
import type { MessageRow, PendingOperation } from '../../../shared/domain/message.ts'
import type { MemoryEngine } from './memory-engine.ts'
import { operateOnRow } from './operate-on-row.ts'

const TICK_MS = 120
/** An operation takes about so many ticks, however many messages it has. */
const TICKS = 8
const SMALLEST_SLICE = 25
const SAMPLES = 5
const KEPT = 20
/** Rows of one event; see EventBatch. */
const MOST_ROWS = 200

const os = implement(contract)

interface Running {
  view: OperationView
  readonly undoWindow: number
  readonly waiting: MessageRow[]
  /** Rows as they were, of an operation that can be undone. */
  readonly before: MessageRow[]
  timer: ReturnType<typeof setTimeout> | null
}

export function operationProcedures(engine: MemoryEngine) {
  const all: Running[] = []
  const find = (id: string) => all.find((one) => one.view.id === id)
  const gone = { message: 'That operation is no longer known.' }
  return {
    preview: os.operations.preview.handler(({ input }) => preview(engine, input.operation, input.selection)),
    start: os.operations.start.handler(({ input }) => {
      const running = begin(engine, input.operation, input.selection, input.undoWindow)
      all.unshift(running)
      all.splice(KEPT)
      return running.view
    }),
    list: os.operations.list.handler(() => all.map(({ view }) => view)),
    undo: os.operations.undo.handler(({ input, errors }) => {
      const running = find(input.id)
      if (!running) throw errors.NOT_FOUND(gone)
      if (running.view.phase !== 'undoable')
        throw errors.CONFLICT({ message: 'The time to undo this is over: it has been carried out.' })
      return putBack(engine, running, 'undone')
    }),
    finish: os.operations.finish.handler(({ input, errors }) => {
      const running = find(input.id)
      if (!running) throw errors.NOT_FOUND(gone)
      if (running.view.phase === 'undoable') carryOut(engine, running)
      return running.view
    }),
    cancel: os.operations.cancel.handler(({ input, errors }) => {
      const running = find(input.id)
      if (!running) throw errors.NOT_FOUND(gone)
      if (running.view.phase === 'running') putBack(engine, running, 'cancelled')
      return {}
    }),
  }
}

function preview(engine: MemoryEngine, operation: BulkOperation, selection: Selection): OperationPreview {
  const rows = engine.queue.select(selection)
  const applies = rows.filter((row) => operateOnRow(row, operation, 0) !== null)
  const active = rows.filter(({ state }) => state === 'active').length
  const pending = rows.filter((row) => row.pending !== null).length
  return {
    selected: rows.length,
    applies: applies.length,
    recipients: applies.reduce((total, { openCount }) => total + openCount, 0),
    bytes: applies.reduce((total, { size }) => total + size, 0),
    samples: applies.slice(0, SAMPLES),
    notes: [
      ...(active > 0 ? [`${active} in an attempt just now: left alone.`] : []),
      ...(pending > 0 ? [`${pending} waiting for the undo window of another operation: left alone.`] : []),
    ],
  }
}

function begin(
  engine: MemoryEngine,
  operation: BulkOperation,
  selection: Selection,
  undoWindow: number,
): Running {
  const waiting = engine.queue.select(selection)
  const canUndo = ['delete', 'bounce', 'release'].includes(operation.kind)
  const running: Running = {
    view: {
      id: encodeId((engine.now() - Date.UTC(2024, 0, 1)) * 4096 + Math.floor(Math.random() * 4096)),
      operation,
      actor: 'window',
      phase: 'running',
      startedAt: engine.now(),
      endedAt: null,
      selected: waiting.length,
      done: 0,
      changed: 0,
      unchanged: 0,
      undoUntil: null,
      problem: null,
    },
    undoWindow: canUndo ? undoWindow : 0,
    waiting,
    before: [],
    timer: null,
  }
  schedule(engine, running, Math.max(SMALLEST_SLICE, Math.ceil(waiting.length / TICKS)))
  return running
}

function schedule(engine: MemoryEngine, running: Running, slice: number): void {
  running.timer = setTimeout(() => {
    const rows = running.waiting.splice(0, slice)
    const changed = rows.map((row) => apply(engine, running, row)).filter((row) => row !== null)
    const { view } = running
    running.view = {
      ...view,
      done: view.done + rows.length,
      changed: view.changed + changed.length,
      unchanged: view.unchanged + rows.length - changed.length,
    }
    if (running.waiting.length > 0) schedule(engine, running, slice)
    else if (running.undoWindow > 0) openWindow(engine, running)
    else running.view = { ...running.view, phase: 'done', endedAt: engine.now() }
    tell(engine, running, changed)
  }, TICK_MS)
}

function apply(engine: MemoryEngine, { view, undoWindow, before }: Running, row: MessageRow) {
  const current = engine.queue.row(row.id)
  const after = current && operateOnRow(current, view.operation, engine.now())
  if (!current || !after) return null
  const { operation } = view
  if (operation.kind === 'reroute')
    engine.queue.marks.set(row.id, { ...engine.queue.marks.get(row.id), forcedRoute: operation.route })
  if (undoWindow > 0) before.push(current)
  const next = undoWindow > 0 ? planned(current, view, engine.now() + undoWindow) : after
  engine.queue.replace(next)
  return next
}

function planned(row: MessageRow, { id, operation }: OperationView, at: number): MessageRow {
  const kind = operation.kind as PendingOperation['operation']
  const pending = { operationId: id, operation: kind, at }
  return kind === 'release' ? { ...row, pending } : { ...row, state: 'held', nextAttemptAt: null, pending }
}

function openWindow(engine: MemoryEngine, running: Running): void {
  running.view = { ...running.view, phase: 'undoable', undoUntil: engine.now() + running.undoWindow }
  running.timer = setTimeout(() => carryOut(engine, running), running.undoWindow)
}

function carryOut(engine: MemoryEngine, running: Running): void {
  if (running.timer) clearTimeout(running.timer)
  const now = engine.now()
  const rows = running.before
    .map((row) => operateOnRow(row, running.view.operation, now))
    .filter((row) => row !== null)
  for (const row of rows) engine.queue.replace(row)
  running.view = { ...running.view, phase: 'done', endedAt: now }
  tell(engine, running, rows)
}

function putBack(engine: MemoryEngine, running: Running, phase: 'undone' | 'cancelled'): OperationView {
  if (running.timer) clearTimeout(running.timer)
  for (const row of running.before) engine.queue.replace(row)
  running.view = { ...running.view, phase, endedAt: engine.now() }
  tell(engine, running, running.before)
  return running.view
}

function tell(engine: MemoryEngine, { view }: Running, rows: readonly MessageRow[]): void {
  engine.publish({
    operations: [view],
    messages: rows.slice(0, MOST_ROWS),
    more: rows.length > MOST_ROWS,
  })
}
