import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OrdinaryLines } from '../../../main/engine/content/ordinary-lines.ts'

/** The same, said octet by octet. */
function plainly(octets: Buffer, from: number): number {
  for (let at = from; at < octets.length; at++) {
    const isCrlf = octets[at] === 13 && octets[at + 1] === 10
    if (isCrlf && at + 2 < octets.length && octets[at + 2] !== 46) at += 1
    else if (octets[at] === 13 || octets[at] === 10) return at
  }
  return octets.length
}

test('four octets at a time find what octet by octet does, wherever the chunk lies and the look begins', () => {
  const octet = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(97, 200, 255, 128, 14, 13 + 128) },
    { weight: 1, arbitrary: fc.constantFrom(0, 9, 10, 13, 46) },
  )
  const line = fc.oneof(fc.array(octet), fc.constant([13, 10]), fc.constant([13, 10, 46]))
  const property = fc.property(
    fc.array(line),
    fc.nat(9),
    fc.nat(9),
    fc.nat(40),
    (lines, lead, trail, from) => {
      const content = lines.flat()
      const whole = Buffer.from([...Array(lead).fill(13), ...content, ...Array(trail).fill(10)])
      const chunk = whole.subarray(lead, lead + content.length)
      expect(new OrdinaryLines(chunk).endFrom(from)).toBe(plainly(chunk, Math.min(from, chunk.length)))
    },
  )
  fc.assert(property, { numRuns: 3000 })
})
