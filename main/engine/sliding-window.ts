/**
 * How much happened in the last minute, hour or day. Time comes in from outside, as milliseconds since 1970.
 *
 * Counts are kept in slots, so that a window costs a few dozen numbers whatever passes through it. A slot leaves the
 * window as a whole, when its youngest event is old enough: no span of the window's length ever holds more than the
 * limit, and room comes back at most one slot later than to the millisecond.
 */
export interface WindowShape {
  /** Milliseconds. */
  readonly length: number
  /** Milliseconds of one slot. */
  readonly slot: number
}

export const MINUTE: WindowShape = { length: 60_000, slot: 1_000 }
export const HOUR: WindowShape = { length: 3_600_000, slot: 60_000 }
export const DAY: WindowShape = { length: 86_400_000, slot: 600_000 }

/** What a window holds, to be stored and handed to another one of the same shape. */
export type WindowEntries = readonly (readonly [start: number, count: number])[]

interface Slot {
  start: number
  count: number
}

export class SlidingWindow {
  readonly #shape: WindowShape
  /** Oldest first. */
  readonly #slots: Slot[]
  #total: number

  constructor(shape: WindowShape, entries: WindowEntries = []) {
    this.#shape = shape
    this.#slots = entries.map(([start, count]) => ({ start, count }))
    this.#total = entries.reduce((sum, [, count]) => sum + count, 0)
  }

  add(at: number, count = 1): void {
    this.#tidy(at)
    this.#total += count
    const start = this.#slotOf(at)
    const last = this.#slots.at(-1)
    if (last && last.start >= start) last.count += count
    else this.#slots.push({ start, count })
  }

  /** Undoes an add of that time; what has left the window meanwhile is gone anyway. */
  takeBack(at: number, count: number): void {
    const start = this.#slotOf(at)
    const slot = this.#slots.findLast((one) => one.start <= start)
    if (!slot) return
    const taken = Math.min(slot.count, count)
    slot.count -= taken
    this.#total -= taken
  }

  count(now: number): number {
    this.#tidy(now)
    return this.#total
  }

  /**
   * When `limit` has room for one more beside `pending`, which count as if they came now. At most `now` where there is
   * room already.
   */
  roomAt(now: number, limit: number, pending = 0): number {
    let left = this.count(now) + pending
    if (left < limit) return now
    for (const { start, count } of this.#slots) {
      left -= count
      if (left < limit) return this.#leavesAt(start)
    }
    return this.#leavesAt(this.#slotOf(now))
  }

  entries(): WindowEntries {
    return this.#slots.map(({ start, count }) => [start, count])
  }

  /** Where the clock was set back, what happened is as recent as can be, and not in the future for hours. */
  #tidy(now: number): void {
    const ahead = (this.#slots.at(-1)?.start ?? 0) - now
    if (ahead > 0) {
      const back = Math.ceil(ahead / this.#shape.slot) * this.#shape.slot
      for (const slot of this.#slots) slot.start -= back
    }
    for (let first = this.#slots[0]; first && this.#leavesAt(first.start) <= now; first = this.#slots[0]) {
      this.#total -= first.count
      this.#slots.shift()
    }
  }

  #slotOf(at: number): number {
    return Math.floor(at / this.#shape.slot) * this.#shape.slot
  }

  #leavesAt(start: number): number {
    return start + this.#shape.slot + this.#shape.length
  }
}
