import type { Simulation } from '../../../shared/contract/rules.ts'
import type { InboundLimits } from '../inbound/limits/inbound-limits.ts'
import type { Sender } from '../inbound/limits/sending-limits.ts'

/** The limits of an account or network with how much of each is used; nothing is counted. */
export function describeLimits(
  { sending }: Pick<InboundLimits, 'sending'>,
  sender: Sender | null,
): Simulation['limits'] {
  if (sender === null) return []
  const { limits } = sender
  const usage = sending.usage(sender)
  const states: [number, number | undefined, string][] = [
    [usage.messagesLastHour, limits.messagesPerHour, 'messages this hour'],
    [usage.messagesLastDay, limits.messagesPerDay, 'messages this day'],
    [usage.recipientsLastHour, limits.recipientsPerHour, 'recipients this hour'],
    [usage.recipientsLastDay, limits.recipientsPerDay, 'recipients this day'],
  ]
  return states.flatMap(([used, limit, what]) =>
    limit === undefined ? [] : [{ text: `${used} of ${limit} ${what}`, reached: used >= limit }],
  )
}
