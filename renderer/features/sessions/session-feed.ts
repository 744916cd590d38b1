/**
 * The rows of the session list: pages of the engine with what happens meanwhile brought in. It stands still where its
 * reader wants that, and loses nothing by it: what is held back is applied at once afterwards, or, past its bounds, the
 * list is asked for anew. However long it is left alone, it stays small.
 */
import type { SessionFilter } from '../../../shared/contract/sessions.ts'
import type { SessionRow } from '../../../shared/domain/session.ts'
import { applySessions, matchesRow } from './session-rows.ts'

/** follow: new rows come in; hold: they are counted, rows that are shown go on; pause: nothing changes. */
export type FeedMode = 'follow' | 'hold' | 'pause'

export interface FeedView {
  readonly rows: readonly SessionRow[]
  readonly mode: FeedMode
  /** What is held back: sessions that are not listed yet; rows that changed, in a pause. */
  readonly fresh: number
  readonly changes: number
  /** More than can be held back happened: going on asks anew. */
  readonly overflowed: boolean
  readonly hasMore: boolean
  /** Nothing is there yet; or more is on its way. */
  readonly loading: 'first' | 'more' | null
  readonly problem: string | null
}

export interface SessionPage {
  readonly rows: readonly SessionRow[]
  readonly nextCursor: string | null
}

export interface FeedOptions {
  readonly filter: SessionFilter
  readonly ask: (input: {
    filter: SessionFilter
    cursor: string | null
    limit: number
  }) => Promise<SessionPage>
  readonly problemText: (error: unknown) => string
  /** Calls back later, together with whatever comes until then; answers how to take that back. */
  readonly later: (milliseconds: number, action: () => void) => () => void
}

export const PAGE_SIZE = 100
/** Rows that stay while new ones come in by themselves; who scrolls down gets the others again. */
export const MOST_FOLLOWED = 600
export const MOST_HELD = 2_000
/** A search that finds little goes on by itself until there is something to look at. */
const ENOUGH = 20
const SHOW_EVERY = 100
/** Milliseconds between two questions for the newest page, where events alone cannot tell. */
const ASK_AGAIN = 3_000

/** Where the list goes on behind its last row. */
type More =
  | { readonly kind: 'end' }
  | { readonly kind: 'cursor'; readonly cursor: string }
  /** The end was dropped while it followed: from the last row on. */
  | { readonly kind: 'cut' }

export class SessionFeed {
  readonly #options: FeedOptions
  readonly #listeners = new Set<() => void>()
  #rows: readonly SessionRow[] = []
  #held = new Map<string, SessionRow>()
  #more: More = { kind: 'end' }
  #mode: FeedMode = 'follow'
  #overflowed = false
  #loading: FeedView['loading'] = 'first'
  #problem: string | null = null
  #view: FeedView | null = null
  #cancelShow: (() => void) | null = null
  #cancelAsk: (() => void) | null = null
  /** Answers of earlier questions are not wanted any more. */
  #turn = 0

  constructor(options: FeedOptions) {
    this.#options = options
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** The same object until something changed. */
  readonly view = (): FeedView => {
    this.#view ??= this.#newView()
    return this.#view
  }

  /** Asks for the newest page. What was shown stays until the answer is there. */
  async reload(): Promise<void> {
    this.#turn += 1
    const turn = this.#turn
    this.#cancelAsk?.()
    this.#cancelAsk = null
    this.#loading = this.#rows.length === 0 ? 'first' : this.#loading
    this.#held = new Map()
    this.#overflowed = false
    try {
      const page = await this.#options.ask({ filter: this.#options.filter, cursor: null, limit: PAGE_SIZE })
      if (turn !== this.#turn) return
      this.#rows = keepSame(this.#rows, page.rows)
      this.#more = page.nextCursor === null ? { kind: 'end' } : { kind: 'cursor', cursor: page.nextCursor }
      this.#problem = null
    } catch (error) {
      if (turn !== this.#turn) return
      this.#problem = this.#options.problemText(error)
      this.#more = { kind: 'end' }
    }
    this.#loading = null
    this.#showNow()
    if (this.#rows.length < ENOUGH) await this.loadMore()
  }

  /** The next rows; goes on through pages in which nothing was found. */
  async loadMore(): Promise<void> {
    if (this.#loading !== null || this.#more.kind === 'end') return
    this.#loading = 'more'
    this.#showNow()
    const turn = this.#turn
    const before = this.#rows.length
    try {
      do await this.#nextPage(turn)
      while (turn === this.#turn && this.#goesOn() && this.#rows.length < before + ENOUGH)
    } catch (error) {
      if (turn === this.#turn) this.#problem = this.#options.problemText(error)
    }
    if (turn !== this.#turn) return
    this.#loading = null
    this.#showNow()
  }

  /** What the engine says has changed. */
  apply(changed: readonly SessionRow[]): void {
    const known = new Set(this.#rows.map((row) => row.id))
    const shown = changed.filter((row) => known.has(row.id))
    const fresh = changed.filter((row) => !known.has(row.id) && this.#isNewer(row))
    const listed = fresh.filter((row) => matchesRow(row, this.#options.filter))
    if (listed.length < fresh.length && this.#needsEngine()) this.askAgainSoon()
    if (this.#mode === 'pause') this.#hold([...shown, ...listed])
    else {
      if (this.#mode === 'hold') this.#hold(listed)
      this.#bringIn(this.#mode === 'follow' ? [...shown, ...listed] : shown)
    }
    this.#showSoon()
  }

  /** There was more than the events said. */
  askAgainSoon(): void {
    if (this.#mode !== 'follow') {
      this.#overflowed = true
      this.#showSoon()
      return
    }
    this.#cancelAsk ??= this.#options.later(ASK_AGAIN, () => {
      this.#cancelAsk = null
      void this.reload()
    })
  }

  setMode(mode: FeedMode): void {
    if (mode === this.#mode) return
    const wasPaused = this.#mode === 'pause'
    this.#mode = mode
    if (mode === 'follow') this.#release()
    else if (wasPaused) this.#bringIn([...this.#held.values()].filter((row) => this.#isListed(row)))
    this.#showNow()
  }

  dispose(): void {
    this.#turn += 1
    this.#cancelShow?.()
    this.#cancelAsk?.()
  }

  async #nextPage(turn: number): Promise<void> {
    const { filter } = this.#options
    const last = this.#rows.at(-1)
    const input =
      this.#more.kind === 'cursor'
        ? { filter, cursor: this.#more.cursor, limit: PAGE_SIZE }
        : {
            filter: last ? { ...filter, startedBefore: last.startedAt + 1 } : filter,
            cursor: null,
            limit: PAGE_SIZE,
          }
    const page = await this.#options.ask(input)
    if (turn !== this.#turn) return
    const lastId = last?.id ?? '\uffff'
    this.#rows = [...this.#rows, ...page.rows.filter((row) => row.id < lastId)]
    this.#more = page.nextCursor === null ? { kind: 'end' } : { kind: 'cursor', cursor: page.nextCursor }
    this.#problem = null
    this.#showNow()
  }

  #goesOn(): boolean {
    return this.#more.kind !== 'end'
  }

  #hold(rows: readonly SessionRow[]): void {
    for (const row of rows)
      if (this.#held.has(row.id) || this.#held.size < MOST_HELD) this.#held.set(row.id, row)
      else this.#overflowed = true
  }

  #release(): void {
    const held = [...this.#held.values()]
    this.#held = new Map()
    if (this.#overflowed) void this.reload()
    else this.#bringIn(held)
  }

  #bringIn(rows: readonly SessionRow[]): void {
    if (rows.length === 0) return
    const next = applySessions(this.#rows, rows, this.#options.filter)
    this.#rows = this.#mode === 'follow' && next.length > this.#bound() ? this.#cut(next) : next
  }

  /** Who has scrolled down and came back keeps what was loaded; new rows push out old ones. */
  #bound(): number {
    return Math.max(MOST_FOLLOWED, PAGE_SIZE)
  }

  #cut(rows: readonly SessionRow[]): readonly SessionRow[] {
    this.#more = { kind: 'cut' }
    return rows.slice(0, this.#bound())
  }

  #isNewer(row: SessionRow): boolean {
    return row.id > (this.#rows[0]?.id ?? '')
  }

  #isListed(row: SessionRow): boolean {
    return this.#rows.some(({ id }) => id === row.id)
  }

  /** Replies and lines are known to the engine only. */
  #needsEngine(): boolean {
    const { text, code } = this.#options.filter
    return text !== undefined || code !== undefined
  }

  #showSoon(): void {
    this.#cancelShow ??= this.#options.later(SHOW_EVERY, () => this.#showNow())
  }

  #showNow(): void {
    this.#cancelShow?.()
    this.#cancelShow = null
    this.#view = null
    for (const listener of [...this.#listeners]) listener()
  }

  #newView(): FeedView {
    const known = new Set(this.#rows.map((row) => row.id))
    const fresh = [...this.#held.keys()].filter((id) => !known.has(id)).length
    return {
      rows: this.#rows,
      mode: this.#mode,
      fresh,
      changes: this.#held.size,
      overflowed: this.#overflowed,
      hasMore: this.#more.kind !== 'end',
      loading: this.#loading,
      problem: this.#problem,
    }
  }
}

/** Rows that did not change stay the same objects, so that they are not drawn again. */
function keepSame(before: readonly SessionRow[], after: readonly SessionRow[]): readonly SessionRow[] {
  const known = new Map(before.map((row) => [row.id, row]))
  return after.map((row) => {
    const old = known.get(row.id)
    return old && JSON.stringify(old) === JSON.stringify(row) ? old : row
  })
}
