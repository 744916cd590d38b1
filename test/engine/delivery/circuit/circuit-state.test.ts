import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Circuit,
  type CircuitEvent,
  CLOSED_CIRCUIT,
  nextCircuit,
} from '../../../../main/engine/delivery/circuit/circuit-state.ts'

const LIMITS = { failures: 3, pause: 1_000 }
const after = (events: readonly CircuitEvent[], circuit: Circuit = CLOSED_CIRCUIT) =>
  events.reduce((state, event) => nextCircuit(state, event, LIMITS), circuit)
const failed = (now: number): CircuitEvent => ({ kind: 'failed', now, reason: `down at ${now}` })
const SUCCEEDED: CircuitEvent = { kind: 'succeeded' }
const asked = (now: number): CircuitEvent => ({ kind: 'asked', now })

test('opens after so many failures in a row, and says why', () => {
  expect(after([failed(1), failed(2)])).toEqual({ kind: 'closed', failures: 2 })
  expect(after([failed(1), failed(2), failed(3)])).toEqual({
    kind: 'open',
    until: 1_003,
    probes: 0,
    reason: 'down at 3',
  })
})

test('a success in between begins the count anew', () => {
  expect(after([failed(1), failed(2), SUCCEEDED, failed(3)])).toEqual({ kind: 'closed', failures: 1 })
})

test('lets nobody in before it is time, then one', () => {
  const open = after([failed(0), failed(0), failed(0)])
  expect(after([asked(999)], open)).toBe(open)
  expect(after([asked(1_000)], open)).toEqual({ kind: 'half-open', probes: 0, reason: 'down at 0' })
})

test('the pause doubles with each probe in vain, up to eight times the first', () => {
  let circuit = after([failed(0), failed(0), failed(0)])
  const pauses = []
  for (let count = 0; count < 6; count++) {
    if (circuit.kind !== 'open') throw new Error('not open')
    const now = circuit.until
    circuit = after([asked(now), failed(now)], circuit)
    pauses.push(circuit.kind === 'open' ? circuit.until - now : 0)
  }
  expect(pauses).toEqual([2_000, 4_000, 8_000, 8_000, 8_000, 8_000])
})

test('a probe that works closes it, and the next pause is the first again', () => {
  const halfOpen = after([failed(0), failed(0), failed(0), asked(1_000), failed(1_000), asked(3_000)])
  expect(after([SUCCEEDED], halfOpen)).toBe(CLOSED_CIRCUIT)
})

test('a probe that was given up lets the next one try at once', () => {
  const halfOpen = after([failed(0), failed(0), failed(0), asked(1_000)])
  const open = after([{ kind: 'given-up', now: 1_500 }], halfOpen)
  expect(after([asked(1_500)], open)).toMatchObject({ kind: 'half-open' })
})

test('late failures of connections from before do not move it', () => {
  const open = after([failed(0), failed(0), failed(0)])
  expect(after([failed(500)], open)).toBe(open)
})

test('whatever happens, a success closes it, and no pause is longer than eight times the first', () => {
  const event = fc.oneof(
    fc.record({ kind: fc.constant('failed' as const), now: fc.nat(1e6), reason: fc.constant('x') }),
    fc.record({ kind: fc.constant('asked' as const), now: fc.nat(1e6) }),
    fc.record({ kind: fc.constant('given-up' as const), now: fc.nat(1e6) }),
    fc.constant(SUCCEEDED),
  )
  fc.assert(
    fc.property(fc.array(event), event, (events, last) => {
      const circuit = after([...events, last])
      if (last.kind === 'succeeded') expect(circuit).toBe(CLOSED_CIRCUIT)
      if (circuit.kind === 'open') expect(circuit.until).toBeLessThanOrEqual(1e6 + 8 * LIMITS.pause)
    }),
  )
})
