import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RuleTurns } from '../../../main/engine/queue/rule-turns.ts'

const LIMIT = { messages: 3, per: 1_000 }

describe('turns under a rate limit', () => {
  it('are kept by the message that has one, for a period', () => {
    const turns = new RuleTurns()
    const one = { messages: 1, per: 1_000 }
    expect(turns.turnAt('r', one, 'A', 0)).toBe(0)
    expect(turns.turnAt('r', one, 'A', 900)).toBe(0)
    expect(turns.turnAt('r', one, 'B', 900)).toBe(1_000)
    expect(turns.turnAt('r', one, 'A', 1_000)).toBe(2_000)
    expect(turns.turnAt('r', one, 'B', 1_000)).toBe(1_000)
  })

  it('begin anew where the limit is another, and do not mix between rules', () => {
    const turns = new RuleTurns()
    expect(turns.turnAt('r', { messages: 1, per: 1_000 }, 'A', 0)).toBe(0)
    expect(turns.turnAt('s', { messages: 1, per: 1_000 }, 'B', 0)).toBe(0)
    expect(turns.turnAt('r', { messages: 1, per: 500 }, 'B', 0)).toBe(0)
  })

  it('never are more than the limit within a period, and never idle while somebody waits', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400), { maxLength: 60 }), (gaps) => {
        const turns = new RuleTurns()
        let now = 0
        const given = gaps.map((gap, index) => {
          now += gap
          return { asked: now, at: turns.turnAt('r', LIMIT, `M${index}`, now) }
        })
        for (const [index, { asked, at }] of given.entries()) {
          expect(at).toBeGreaterThanOrEqual(asked)
          const third = given[index - LIMIT.messages]
          if (third) expect(at - third.at).toBeGreaterThanOrEqual(LIMIT.per)
          const before = given[index - 1]
          const earliest = Math.max(asked, before?.at ?? 0, third ? third.at + LIMIT.per : 0)
          expect(at).toBe(earliest)
        }
      }),
    )
  })
})
