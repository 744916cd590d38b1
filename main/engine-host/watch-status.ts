import type { Attention, EventBatch } from '../../shared/contract/system.ts'
import { type EngineSummary, summariseStatus } from '../../shared/desktop/engine-summary.ts'
import type { Clock } from '../engine/ports.ts'
import { announceProblems, type SeenProblems } from './announce-problems.ts'

export interface StatusListener {
  /** A problem that is new and lasts. */
  readonly onProblem: (problem: Attention) => void
  readonly onSummary: (summary: EngineSummary) => void
}

/** Follows the engine's own status and hands on what the desktop shows of it. Ends with the events; never rejects. */
export async function watchStatus(
  events: AsyncIterable<EventBatch>,
  clock: Pick<Clock, 'now'>,
  { onProblem, onSummary }: StatusListener,
): Promise<void> {
  let seen: SeenProblems = new Map()
  let shown = ''
  for await (const { status } of events) {
    if (status === null) continue
    const next = announceProblems(seen, status.attention, clock.now())
    seen = next.seen
    for (const problem of next.announce) onProblem(problem)
    const summary = summariseStatus(status)
    const text = JSON.stringify(summary)
    if (text !== shown) onSummary(summary)
    shown = text
  }
}
