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

interface Slot {
  readonly start: number
  count: number
}

export class SlidingWindow {
  readonly #shape: WindowShape
  /** Oldest first. */
  #slots: Slot[] = []
  #total = 0

  constructor(shape: WindowShape) {
    this.#shape = shape
  }

  add(at: number, count = 1): void {
    this.#total += count
    const start = this.#slotOf(at)
    const last = this.#slots.at(-1)
    // A clock that was set back adds to the newest slot, so that the order holds.
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
    const { length, slot } = this.#shape
    while (this.#slots[0] && this.#slots[0].start + slot + length <= now) this.#dropFirst()
    // A clock that was set back by more than the window would otherwise never let them go.
    while (this.#slots[0] && this.#slots[0].start > now + length) this.#dropFirst()
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

  #dropFirst(): void {
    this.#total -= this.#slots.shift()?.count ?? 0
  }

  #slotOf(at: number): number {
    return Math.floor(at / this.#shape.slot) * this.#shape.slot
  }

  #leavesAt(start: number): number {
    return start + this.#shape.slot + this.#shape.length
  }
}
