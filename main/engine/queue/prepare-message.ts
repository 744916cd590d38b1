/** What the rules make of a message when it comes in: its routes, so that claims can pass it over, its copies, its haste. Pure. */
import type { Route } from '../../../shared/domain/route.ts'
import type { Rule } from '../../../shared/domain/rule.ts'
import { addressKey, type LocalConfig } from '../local-mail/local-directory.ts'
import { expandAddress } from '../local-mail/resolve-recipient.ts'
import { addedRecipients, priorityOf } from '../rules/apply-changes.ts'
import { type AppliedChange, evaluateRules } from '../rules/evaluate-rules.ts'
import type { ContentFacts } from '../rules/mail-facts.ts'
import type { LocalTimeOf } from '../rules/time-window.ts'
import { usedRules } from '../rules/used-rules.ts'
import type { NewMessage, NewRecipient } from '../storage/storage.ts'
import { type Choice, chooseRoute, factsOf } from './choose-route.ts'

/** Milliseconds that mail of high priority is ahead of other mail. */
const HEAD_START = 3_600_000

export interface ReceptionConfig extends LocalConfig {
  readonly rules: readonly Rule[]
  readonly routes: readonly Route[]
}

export interface ReceptionFacts {
  readonly content: ContentFacts | null
  readonly localTimeOf: LocalTimeOf
  /** The rules that decided about a recipient or change its mail, if any; once for each recipient. */
  readonly onRuled?: (rules: readonly string[]) => void
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
  const copies = copiesOf(config, message, changes).map((copy) => ask(config, message, copy, facts).recipient)
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
  const rules = usedRules({ decision, changes })
  if (rules.length > 0) facts.onRuled?.(rules)
  return { recipient: { ...recipient, route }, choice, changes }
}

/** Blind: nobody is told what becomes of them (RFC 3461 NOTIFY=NEVER). */
function copiesOf(
  config: ReceptionConfig,
  { recipients }: NewMessage,
  changes: readonly AppliedChange[],
): NewRecipient[] {
  const got = recipients.map(({ address }) => address)
  return newCopies(config, got, changes).map((address) => ({
    address,
    notify: ['never'],
    originalRecipient: null,
  }))
}

/** Aliases stand for their members, and who gets the message anyway gets no second. */
export function newCopies(
  config: LocalConfig,
  recipients: readonly string[],
  changes: readonly AppliedChange[],
): string[] {
  const known = new Set(recipients.map(addressKey))
  const copies = new Map<string, string>()
  for (const address of addedRecipients(changes).flatMap((copy) => expandAddress(config, copy))) {
    const key = addressKey(address)
    if (!known.has(key) && !copies.has(key)) copies.set(key, address)
  }
  return [...copies.values()]
}

function noteOf({ note }: NewMessage, copies: readonly NewRecipient[]): string | null {
  if (copies.length === 0) return note
  const added = `By a relay rule a blind copy goes to ${copies.map(({ address }) => address).join(', ')}.`
  return note === null ? added : `${note} ${added}`
}
