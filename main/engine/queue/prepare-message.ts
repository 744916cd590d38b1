/** What the rules make of a message when it comes in: its routes, so that claims can pass it over, its copies, its haste. Pure. */
import type { Route } from '../../../shared/domain/route.ts'
import type { Rule } from '../../../shared/domain/rule.ts'
import { addedRecipients, priorityOf } from '../rules/apply-changes.ts'
import { type AppliedChange, evaluateRules } from '../rules/evaluate-rules.ts'
import type { ContentFacts } from '../rules/mail-facts.ts'
import type { LocalTimeOf } from '../rules/time-window.ts'
import type { NewMessage, NewRecipient } from '../storage/storage.ts'
import { type Choice, chooseRoute, factsOf } from './choose-route.ts'

/** Milliseconds that mail of high priority is ahead of other mail. */
const HEAD_START = 3_600_000

export interface ReceptionConfig {
  readonly rules: readonly Rule[]
  readonly routes: readonly Route[]
}

export interface ReceptionFacts {
  readonly content: ContentFacts | null
  readonly localTimeOf: LocalTimeOf
}

export function prepareMessage(
  config: ReceptionConfig,
  message: NewMessage,
  facts: ReceptionFacts,
): NewMessage {
  const asked = message.recipients.map((recipient) => ask(config, message, recipient, facts))
  const changes = asked.flatMap((one) => (one.choice.kind === 'reject' ? [] : one.changes))
  const routed = asked.map((one) => one.recipient)
  if (changes.length === 0) return { ...message, recipients: routed }
  const copies = copiesOf(message, changes).map((copy) => ask(config, message, copy, facts).recipient)
  const isUrgent = asked.some((one) => priorityOf(one.changes) === 'high')
  return {
    ...message,
    recipients: [...routed, ...copies],
    note: noteOf(message, copies),
    ...(isUrgent ? { dueAt: message.receivedAt - HEAD_START } : {}),
  }
}

interface Asked {
  readonly recipient: NewRecipient
  readonly choice: Choice
  readonly changes: readonly AppliedChange[]
}

function ask(
  config: ReceptionConfig,
  message: NewMessage,
  recipient: NewRecipient,
  facts: ReceptionFacts,
): Asked {
  const mail = { ...message, size: message.body.size }
  const { decision, changes } = evaluateRules(config.rules, factsOf(mail, recipient.address, facts))
  const choice = chooseRoute(config.routes, decision)
  const route = choice.kind === 'route' ? choice.route.name : null
  return { recipient: { ...recipient, route }, choice, changes }
}

/** Blind: nobody is told what becomes of them (RFC 3461 NOTIFY=NEVER). Who gets the message anyway gets no second. */
function copiesOf({ recipients }: NewMessage, changes: readonly AppliedChange[]): NewRecipient[] {
  const known = new Set(recipients.map(({ address }) => address.toLowerCase()))
  return addedRecipients(changes)
    .filter((address) => !known.has(address.toLowerCase()))
    .map((address) => ({ address, notify: ['never'], originalRecipient: null }))
}

function noteOf({ note }: NewMessage, copies: readonly NewRecipient[]): string | null {
  if (copies.length === 0) return note
  const added = `By a relay rule a blind copy goes to ${copies.map(({ address }) => address).join(', ')}.`
  return note === null ? added : `${note} ${added}`
}
