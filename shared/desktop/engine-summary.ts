/** The little of the engine's status that a tray shows. */
import { z } from 'zod'
import { type Attention, attentionSchema, type Status } from '../contract/system.ts'

export const engineSummarySchema = z.object({
  /** Messages with recipients still to be delivered; held ones wait for a person and do not count. */
  waiting: z.number().int(),
  /** All delivery. */
  paused: z.boolean(),
  /** Most urgent first. */
  attention: z.array(attentionSchema).max(3),
})
export type EngineSummary = z.infer<typeof engineSummarySchema>

export function summariseStatus({ counts, pauses, attention }: Status): EngineSummary {
  return {
    waiting: counts.queued + counts.active + counts.deferred,
    paused: pauses.queue,
    attention: attention.filter(needsPerson).slice(0, 3),
  }
}

/** A pause of everything has its own line and its own button. */
function needsPerson({ kind, severity, subject }: Attention): boolean {
  return severity !== 'info' && !(kind === 'paused' && subject === null)
}
