/** Asks old and new rules about mail that waits, as far as its envelope tells; nothing reads bodies for a preview. Pure. */
import type { MessageDetail } from '../../../../shared/domain/message.ts'
import type { Recipient } from '../../../../shared/domain/recipient.ts'
import { applicableRules, chooseRoute, factsOf } from '../../queue/choose-route.ts'
import { evaluateRules } from '../../rules/evaluate-rules.ts'
import type { LocalTimeOf } from '../../rules/time-window.ts'
import type { ConfigPair, Rerouting } from './effect-facts.ts'
import { DISCARDED, REFUSED } from './route-effects.ts'

/** A message counts once, by the first of its recipients that waits and would go elsewhere. */
export function sampleRerouting(
  { before, after }: ConfigPair,
  messages: readonly MessageDetail[],
  localTimeOf: LocalTimeOf,
): Rerouting['moves'] {
  const moves = new Map<string, { from: string; to: string; messages: number }>()
  for (const detail of messages) {
    const move = firstMove(detail)
    if (move === null) continue
    const key = JSON.stringify(move)
    const known = moves.get(key) ?? { ...move, messages: 0 }
    moves.set(key, { ...known, messages: known.messages + 1 })
  }
  return [...moves.values()].sort((a, b) => b.messages - a.messages)

  function firstMove(detail: MessageDetail): { from: string; to: string } | null {
    for (const recipient of detail.recipients.filter(waits)) {
      const [from, to] = [wayOf(before, detail, recipient), wayOf(after, detail, recipient)]
      if (from !== to) return { from, to }
    }
    return null
  }

  function wayOf(config: ConfigPair['before'], detail: MessageDetail, recipient: Recipient): string {
    if (recipient.forcedRoute !== null) return `by "${recipient.forcedRoute}"`
    const { size, receivedAt } = detail.message
    const mail = { envelope: detail.envelope, origin: detail.origin, size, receivedAt }
    const facts = factsOf(mail, recipient.address, { content: null, localTimeOf })
    const rules = applicableRules(config, recipient.hold)
    const choice = chooseRoute(config.routes, evaluateRules(rules, facts).decision)
    switch (choice.kind) {
      case 'route':
        return `by "${choice.route.name}"`
      case 'reject':
        return REFUSED
      case 'discard':
        return DISCARDED
      default:
        return 'held'
    }
  }
}

function waits({ state }: Recipient): boolean {
  return state === 'queued' || state === 'deferred'
}
