import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createIdSource, decodeId, encodeId, idSchema, timeOfId } from '../../../shared/domain/id.ts'

const key = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })

describe('ids', () => {
  it('come back as the same number and sort as it does', () => {
    fc.assert(
      fc.property(key, key, (a, b) => {
        expect(decodeId(encodeId(a))).toBe(a)
        expect(idSchema.safeParse(encodeId(a)).success).toBe(true)
        expect(encodeId(a) < encodeId(b)).toBe(a < b)
      }),
    )
  })

  it('only grow, also when the clock stands still or goes back', () => {
    let now = Date.UTC(2026, 5, 1)
    const next = createIdSource(() => now)
    const ids = [next(), next()]
    now -= 3_600_000
    ids.push(next())
    expect(ids).toEqual([...new Set(ids)].sort())
    expect(timeOfId(ids[0] ?? '')).toBe(Date.UTC(2026, 5, 1))
  })

  it('start above those that exist', () => {
    const highest = encodeId(decodeId(createIdSource(() => Date.UTC(2030, 0, 1))()) + 5)
    expect(createIdSource(() => Date.UTC(2026, 0, 1), highest)() > highest).toBe(true)
  })

  it('refuses what is not an id', () => {
    for (const text of ['', 'short', '0123456789U', 'IIIIIIIIIII', '../../etc/pas'])
      expect(() => decodeId(text)).toThrow(RangeError)
  })
})
