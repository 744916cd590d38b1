/**
 * How much happened in the last so many milliseconds, in slots: what happened in a slot counts until all of the slot is
 * out of the window. So it never says less than there was, and at most one slot's time too long. No clock of its own.
 */
export type WindowEntries = readonly (readonly [slot: number, count: number])[]

export class SlidingWindow {
  readonly #length: number
  readonly #slot: number
  /** Oldest first. */
  #entries: [slot: number, count: number][]

  /** Both in milliseconds. */
  constructor(length: number, slot: number, entries: WindowEntries = []) {
    this.#length = length
    this.#slot = slot
    this.#entries = entries.map(([start, count]) => [start, count])
  }

  add(now: number, count: number): void {
    this.#tidy(now)
    const start = Math.floor(now / this.#slot) * this.#slot
    const last = this.#entries.at(-1)
    if (last && last[0] >= start) last[1] += count
    else this.#entries.push([start, count])
  }

  count(now: number): number {
    this.#tidy(now)
    return this.#entries.reduce((sum, [, count]) => sum + count, 0)
  }

  /** When there is room for one more under this limit; `now` where there is. */
  freeAt(now: number, limit: number): number {
    let over = this.count(now) - limit + 1
    if (over <= 0) return now
    for (const [start, count] of this.#entries) {
      over -= count
      if (over <= 0) return this.#leavesAt(start)
    }
    return now
  }

  /** To be stored and handed to the constructor again. */
  entries(): WindowEntries {
    return this.#entries
  }

  #leavesAt(start: number): number {
    return start + this.#slot + this.#length
  }

  /** Where the clock was set back, what happened is as recent as can be, not in the future for hours. */
  #tidy(now: number): void {
    const ahead = (this.#entries.at(-1)?.[0] ?? 0) - now
    if (ahead > 0) for (const entry of this.#entries) entry[0] -= Math.ceil(ahead / this.#slot) * this.#slot
    while (this.#entries[0] && this.#leavesAt(this.#entries[0][0]) <= now) this.#entries.shift()
  }
}
