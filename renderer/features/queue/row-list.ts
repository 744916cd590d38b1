/**
 * A list of messages as the engine has it: asks for pages as they come into view, lets go of those far away, and keeps
 * what is loaded true by the engine's events.
 *
 * pending  the first page is on its way (rows of the list before may be shown meanwhile)
 * ready    rows are there                      failed  the first page did not come
 */
import type { QueueFilter, QueueSort } from '../../../shared/contract/queue.ts'
import type { EventBatch } from '../../../shared/contract/system.ts'
import type { MessageRow } from '../../../shared/domain/message.ts'
import { applyBatch, takeIn } from './apply-batch.ts'
import {
  type Answer,
  dropOutside,
  loadedRows,
  NO_ROWS,
  pageAt,
  type RowWindow,
  upTo,
  windowOf,
  withNextPage,
  withPageAgain,
} from './row-window.ts'

export interface RowListState {
  readonly phase: 'pending' | 'ready' | 'failed'
  readonly window: RowWindow
  readonly error: unknown
  readonly isLoadingMore: boolean
  /** New rows that are not shown yet. */
  readonly waiting: ReadonlySet<string>
  /** Rows that are shown although they no longer match. */
  readonly left: ReadonlySet<string>
}

export interface RowList {
  /** Asks for the first page; returns what stops it. */
  start(): () => void
  state(): RowListState
  onChange(listener: () => void): () => void
  /** Rows first..last are on the screen. */
  show(first: number, last: number): void
  setAtTop(atTop: boolean): void
  apply(batch: Pick<EventBatch, 'messages' | 'removedMessages' | 'more'>): void
  /** Ids of the rows first..last, also of pages that were dropped. */
  idsIn(first: number, last: number): Promise<readonly string[]>
  /** Brings what is loaded up to date without moving anything. */
  refresh(): Promise<void>
  /** From the first row, as it is now. */
  askAnew(): Promise<void>
}

export interface RowListNeeds {
  readonly filter: QueueFilter
  readonly sort: QueueSort
  /** One page behind a cursor. */
  readonly ask: (cursor: string | null, limit: number, signal: AbortSignal) => Promise<Answer>
  readonly later: (run: () => void, milliseconds: number) => () => void
  /** Shown until the first page is there. */
  readonly before: RowWindow
}

const PAGE = 200
/** Pages kept before and behind those on the screen. */
const MARGIN = 2
/** Rows before the end of what is loaded at which the next page is asked for. */
const AHEAD = 60
/** After so many new rows at the top, or events that named only some changes, what is loaded is asked for once more. */
const GROWN = 200
const REFRESH_MS = 2_000
const PAINT_MS = 200
/** New rows are counted up to here: nobody reads the difference. */
const MOST_WAITING = 10_000
/** Requests for one page whose rows are far apart. */
const MOST_ROUNDS = 8

export function createRowList({ filter, sort, ask, later, before }: RowListNeeds): RowList {
  let state: RowListState = {
    phase: 'pending',
    window: before,
    error: null,
    isLoadingMore: false,
    waiting: new Set(),
    left: new Set(),
  }
  let controller = new AbortController()
  const listeners = new Set<() => void>()
  const loading = new Set<number>()
  let atTop = true
  let visible = { first: 0, last: 0 }
  let grown = 0
  let cancelRefresh: (() => void) | null = null
  /** What events have said since the list was last brought up to date. */
  let heard = NOTHING_HEARD
  let isResting = false
  /** Counts the times that everything was asked anew: an answer from before is out of date. */
  let round = 0

  const set = (change: Partial<RowListState>) => {
    if (controller.signal.aborted) return
    state = { ...state, ...change }
    for (const listener of [...listeners]) listener()
  }
  const ignoreAbort = (error: unknown) => {
    if (!controller.signal.aborted) console.warn('A page of messages did not come.', error)
  }

  /** Rows behind `start` up to and including `until`; a page can need several answers. */
  const askPage = async (start: string | null, until: RowWindow['pages'][number]['until']) => {
    let answer = await ask(start, PAGE, controller.signal)
    const rows = [...answer.rows]
    for (let rounds = 1; rounds < MOST_ROUNDS && answer.nextCursor !== null; rounds += 1) {
      const isWhole = until === null ? rows.length > 0 : upTo(rows, until, sort).length < rows.length
      if (isWhole) break
      answer = await ask(answer.nextCursor, PAGE, controller.signal)
      rows.push(...answer.rows)
    }
    return { rows, nextCursor: answer.nextCursor }
  }

  const askAnew = async () => {
    round += 1
    const mine = round
    try {
      const answer = await askPage(null, null)
      if (mine !== round) return
      grown = 0
      visible = { first: 0, last: 0 }
      set({
        phase: 'ready',
        window: withNextPage(NO_ROWS, answer, sort),
        error: null,
        isLoadingMore: false,
        waiting: new Set(),
        left: new Set(),
      })
      // What was said while the answer was on its way may be newer than it.
      takeHeard()
      if (answer.rows.length === 0) await loadNext()
    } catch (error) {
      if (mine === round) set({ phase: state.phase === 'ready' ? 'ready' : 'failed', error })
    }
  }

  const loadNext = async () => {
    if (state.isLoadingMore || state.window.next === null || state.phase !== 'ready') return
    const mine = round
    set({ isLoadingMore: true })
    try {
      // What matches can lie far apart: an answer may have found nothing yet.
      for (let found = 0; found === 0 && state.window.next !== null; ) {
        const answer = await askPage(state.window.next, null)
        if (mine !== round) return
        set({ window: withNextPage(state.window, answer, sort) })
        found = answer.rows.length
      }
    } finally {
      if (mine === round) set({ isLoadingMore: false })
    }
  }

  const loadAgain = async (at: number) => {
    const page = state.window.pages[at]
    if (!page || page.rows !== null || loading.has(at)) return
    const mine = round
    loading.add(at)
    try {
      const { rows } = await askPage(page.start, page.until)
      if (mine === round) set({ window: withPageAgain(state.window, at, rows, sort) })
    } finally {
      loading.delete(at)
    }
  }

  const refresh = async () => {
    cancelRefresh?.()
    cancelRefresh = null
    if (state.phase !== 'ready' || (atTop && grown >= GROWN)) return askAnew()
    const mine = round
    for (const [at, page] of state.window.pages.entries()) {
      if (page.rows === null) continue
      const { rows } = await askPage(page.start, page.until)
      if (mine !== round) return
      merge(at, upTo(rows, page.until, sort))
    }
  }

  /** What a page has now: known rows change in place, those that are missing have left, others are new. */
  const merge = (at: number, rows: readonly MessageRow[]) => {
    const page = state.window.pages[at]
    if (!page?.rows) return
    const now = new Map(rows.map((row) => [row.id, row]))
    const known = new Set(loadedRows(state.window).map((row) => row.id))
    const left = new Set(state.left)
    for (const row of page.rows) {
      if (now.has(row.id)) left.delete(row.id)
      else left.add(row.id)
    }
    const updated = page.rows.map((row) => now.get(row.id) ?? row)
    const window = windowOf(state.window.pages.with(at, { ...page, rows: updated }), state.window.next)
    const taken = takeIn(
      window,
      rows.filter((row) => !known.has(row.id)),
      { sort, atTop },
    )
    set({ window: taken.window, left, waiting: withWaiting(state.waiting, taken.waiting) })
  }

  /** Shown at once, then at most every PAINT_MS: events come faster than anybody reads. */
  const takeHeard = () => {
    if (state.phase !== 'ready' || controller.signal.aborted) return
    const { messages, removed, more } = heard
    heard = NOTHING_HEARD
    if (messages.size === 0 && removed.size === 0 && !more) return
    const batch = { messages: [...messages.values()], removedMessages: [...removed] }
    const { window, waiting, inserted, left } = applyBatch(state.window, batch, { filter, sort, atTop })
    grown += inserted
    if (window !== state.window || waiting.length > 0 || left.size > 0)
      set({ window, waiting: withWaiting(state.waiting, waiting), left: withLeft(state.left, left) })
    if (more || grown >= GROWN) refreshSoon()
    isResting = true
    later(() => {
      isResting = false
      takeHeard()
    }, PAINT_MS)
  }

  const refreshSoon = () => {
    cancelRefresh ??= later(() => {
      cancelRefresh = null
      refresh().catch(ignoreAbort)
    }, REFRESH_MS)
  }

  return {
    start() {
      controller = new AbortController()
      void askAnew()
      isResting = false
      heard = NOTHING_HEARD
      return () => {
        controller.abort()
        cancelRefresh?.()
        cancelRefresh = null
      }
    },
    state: () => state,
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    show(first, last) {
      visible = { first, last }
      const { window } = state
      const [from, to] = [pageAt(window, first), pageAt(window, last)]
      const kept = dropOutside(window, from - MARGIN, to + MARGIN)
      if (kept !== window) set({ window: kept })
      for (let at = Math.max(0, from - 1); at <= to + 1; at += 1) loadAgain(at).catch(ignoreAbort)
      if (visible.last >= window.count - AHEAD) loadNext().catch(ignoreAbort)
    },
    setAtTop(next) {
      atTop = next
    },
    apply(batch) {
      heard = together(heard, batch)
      if (!isResting) takeHeard()
    },
    async idsIn(first, last) {
      const { window } = state
      const ids: string[] = []
      for (let at = pageAt(window, first); at <= pageAt(window, last); at += 1) {
        const page = window.pages[at]
        const offset = window.offsets[at] ?? 0
        if (!page) continue
        const rows = page.rows ?? upTo((await askPage(page.start, page.until)).rows, page.until, sort)
        ids.push(...rows.slice(Math.max(0, first - offset), last - offset + 1).map((row) => row.id))
      }
      return ids
    },
    refresh,
    askAnew,
  }
}

/** The newest row of each message. */
interface Heard {
  readonly messages: ReadonlyMap<string, MessageRow>
  readonly removed: ReadonlySet<string>
  readonly more: boolean
}

const NOTHING_HEARD: Heard = { messages: new Map(), removed: new Set(), more: false }

function together(heard: Heard, batch: Pick<EventBatch, 'messages' | 'removedMessages' | 'more'>): Heard {
  return {
    messages: new Map([...heard.messages, ...batch.messages.map((row) => [row.id, row] as const)]),
    removed: new Set([...heard.removed, ...batch.removedMessages]),
    more: heard.more || batch.more,
  }
}

function withWaiting(waiting: ReadonlySet<string>, more: readonly string[]): ReadonlySet<string> {
  if (more.length === 0 || waiting.size >= MOST_WAITING) return waiting
  return new Set([...waiting, ...more])
}

function withLeft(left: ReadonlySet<string>, changes: ReadonlyMap<string, boolean>): ReadonlySet<string> {
  const isSame = [...changes].every(([id, hasLeft]) => left.has(id) === hasLeft)
  if (isSame) return left
  const next = new Set(left)
  for (const [id, hasLeft] of changes) {
    if (hasLeft) next.add(id)
    else next.delete(id)
  }
  return next
}
