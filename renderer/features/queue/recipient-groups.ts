/** Recipients that share one fate: thirty refusals of one next hop are read once. */
import type { Recipient } from '../../../shared/domain/recipient.ts'
import { formatReply } from '../../../shared/domain/reply.ts'

export interface RecipientGroup {
  /** Of the first of them, in the order of the envelope. */
  readonly first: Recipient
  readonly addresses: readonly string[]
  readonly recipients: readonly Recipient[]
  /** The earliest planned attempt of any of them, in milliseconds since 1970; null where none is planned. */
  readonly nextAttemptAt: number | null
}

export function recipientGroups(recipients: readonly Recipient[]): readonly RecipientGroup[] {
  const byFate = new Map<string, Recipient[]>()
  for (const recipient of recipients) {
    const fate = fateOf(recipient)
    const alike = byFate.get(fate)
    if (alike) alike.push(recipient)
    else byFate.set(fate, [recipient])
  }
  return [...byFate.values()].flatMap((alike) => {
    const [first] = alike
    if (!first) return []
    const planned = alike.flatMap(({ nextAttemptAt }) => nextAttemptAt ?? [])
    return {
      first,
      addresses: alike.map(({ address }) => address),
      recipients: alike,
      nextAttemptAt: planned.length === 0 ? null : Math.min(...planned),
    }
  })
}

// Jitter gives each its own next attempt; that is not another fate.
function fateOf({ state, route, attempts, lastHost, lastReply }: Recipient): string {
  return JSON.stringify([state, route, attempts, lastHost, lastReply && formatReply(lastReply)])
}
