import type { Attention, EventBatch } from '../../shared/contract/system.ts'
import type { Clock } from '../engine/ports.ts'
import { announceProblems, type SeenProblems } from './announce-problems.ts'

/** Follows the engine's own status and hands on problems that are new. Ends with the events; never rejects. */
export async function watchProblems(
  events: AsyncIterable<EventBatch>,
  clock: Pick<Clock, 'now'>,
  onProblem: (problem: Attention) => void,
): Promise<void> {
  let seen: SeenProblems = new Map()
  for await (const { status } of events) {
    if (status === null) continue
    const next = announceProblems(seen, status.attention, clock.now())
    seen = next.seen
    for (const problem of next.announce) onProblem(problem)
  }
}
