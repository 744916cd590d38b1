/**
 * Is a host of a smart host route used? Pure.
 *
 *             failed                        succeeded   asked                        given-up
 * closed      closed, or open after N       closed      closed                       closed
 * open        open (a late one)             closed      half-open once it is time    open
 * half-open   open, for twice as long       closed      half-open                    open, time at once
 *
 * asked: somebody wants a new connection. It may be made in closed, and in the step from open to half-open, by that one
 * alone. given-up: the connection that tried it was broken off by ourselves, which says nothing of the host.
 */
import { assertNever } from '../../../../shared/domain/assert-never.ts'

export type Circuit =
  | { readonly kind: 'closed'; readonly failures: number }
  /** probes: how many connections tried it in vain since it opened. */
  | { readonly kind: 'open'; readonly until: number; readonly probes: number; readonly reason: string }
  | { readonly kind: 'half-open'; readonly probes: number; readonly reason: string }

export type CircuitEvent =
  | { readonly kind: 'failed'; readonly now: number; readonly reason: string }
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'asked'; readonly now: number }
  | { readonly kind: 'given-up'; readonly now: number }

export interface CircuitLimits {
  /** Failures in a row that open it. */
  readonly failures: number
  /** Milliseconds. */
  readonly pause: number
}

export const CLOSED_CIRCUIT: Circuit = { kind: 'closed', failures: 0 }

/** The pause doubles with each probe in vain, up to so many times the first. */
const LONGEST = 8

export function nextCircuit(circuit: Circuit, event: CircuitEvent, limits: CircuitLimits): Circuit {
  if (event.kind === 'succeeded') return CLOSED_CIRCUIT
  switch (circuit.kind) {
    case 'closed':
      return event.kind === 'failed' ? afterFailure(circuit.failures + 1, event, limits) : circuit
    case 'open':
      return event.kind === 'asked' && event.now >= circuit.until
        ? { kind: 'half-open', probes: circuit.probes, reason: circuit.reason }
        : circuit
    case 'half-open':
      return afterProbe(circuit, event, limits)
    default:
      return assertNever(circuit)
  }
}

type Failure = Extract<CircuitEvent, { kind: 'failed' }>

function afterFailure(failures: number, { now, reason }: Failure, limits: CircuitLimits): Circuit {
  if (failures < limits.failures) return { kind: 'closed', failures }
  return { kind: 'open', until: now + limits.pause, probes: 0, reason }
}

function afterProbe(
  circuit: Extract<Circuit, { kind: 'half-open' }>,
  event: Exclude<CircuitEvent, { kind: 'succeeded' }>,
  { pause }: CircuitLimits,
): Circuit {
  const { probes, reason } = circuit
  if (event.kind === 'asked') return circuit
  if (event.kind === 'given-up') return { kind: 'open', until: event.now, probes, reason }
  const until = event.now + pause * Math.min(2 ** (probes + 1), LONGEST)
  return { kind: 'open', until, probes: probes + 1, reason: event.reason }
}
