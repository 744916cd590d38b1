import { randomInt } from 'node:crypto'

/** Numbers that look random and come again with the same seed. */
export interface FaultChance {
  readonly seed: number
  /** 0 ≤ x < 1. */
  next(): number
  /** A whole number, both ends included. */
  between(least: number, most: number): number
}

/** Prints its seed, with what the test is called; FAULT_SEED=<seed> repeats a run as far as the machine lets it. */
export function faultChance(what: string): FaultChance {
  const seed = Number(process.env.FAULT_SEED ?? randomInt(2 ** 31))
  console.log(`${what}: FAULT_SEED=${seed}`)
  return chanceOf(seed)
}

/** mulberry32: small, and good enough to choose moments. */
function chanceOf(seed: number): FaultChance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return { seed, next, between: (least, most) => least + Math.floor(next() * (most - least + 1)) }
}
