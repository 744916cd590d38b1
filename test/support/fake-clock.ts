import type { Clock, Dispose } from '../../main/engine/ports.ts'

interface Timer {
  at: number
  readonly callback: () => void
}

/** A clock that stands still until it is told to go on. */
export class FakeClock implements Clock {
  #now: number
  #timers: Timer[] = []

  constructor(now = Date.UTC(2026, 0, 5, 9)) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  after(milliseconds: number, callback: () => void): Dispose {
    const timer = { at: this.#now + milliseconds, callback }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  /** Lets time pass and runs what falls due, in order, also what that sets anew. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds
    for (let timer = this.#nextDue(end); timer; timer = this.#nextDue(end)) {
      this.#timers = this.#timers.filter((other) => other !== timer)
      this.#now = Math.max(this.#now, timer.at)
      timer.callback()
    }
    this.#now = end
  }

  /** Somebody sets the clock: timers go on as if nothing had happened. */
  set(now: number): void {
    const step = now - this.#now
    this.#now = now
    for (const timer of this.#timers) timer.at += step
  }

  #nextDue(end: number): Timer | undefined {
    return this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0]
  }
}
