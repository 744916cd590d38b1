/** What would become of one recipient: the verdict on each rule, the decision, the changes and the envelope. Pure. */
import type { RuleVerdictView, SimulatedRecipient } from '../../../shared/contract/rules.ts'
import { domainOf } from '../../../shared/domain/address.ts'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { Hold } from '../../../shared/domain/recipient.ts'
import type { ReceivedMail } from '../queue/choose-route.ts'
import { applicableRules, type Choice, chooseRoute, factsOf, waitsForEtrn } from '../queue/choose-route.ts'
import { findWait } from '../queue/find-wait.ts'
import { applyToEnvelope } from '../rules/apply-changes.ts'
import { describeChanges } from '../rules/describe-change.ts'
import { type AppliedChange, explainRules, type RuleVerdict } from '../rules/evaluate-rules.ts'
import type { AuthChecks, ContentFacts, MailFacts } from '../rules/mail-facts.ts'
import type { SimulationParts } from './simulate.ts'
import { unsignedNote } from './unsigned-note.ts'

export interface Foreseen {
  readonly mail: Omit<ReceivedMail, 'size'> & { readonly size: number | null }
  readonly address: string
  readonly hold: Hold | null
  readonly content: ContentFacts | null
  /** Rules add copies at reception only, and none for a copy. */
  readonly addsCopies: boolean
  /** Default: those of the origin. */
  readonly checks?: AuthChecks | 'unchecked'
}

export type Fate = Pick<SimulatedRecipient, 'verdicts' | 'decision' | 'changes' | 'envelope'>

type Parts = Pick<SimulationParts, 'config' | 'pauses' | 'blocked' | 'localTimeOf' | 'now'>

export function foresee(parts: Parts, foreseen: Foreseen): Fate {
  const { config } = parts
  const { mail, address, hold, content, addsCopies } = foreseen
  const explained = explainRules(applicableRules(config, hold), factsFor(parts, foreseen))
  const { verdicts, decision } = explained
  const changes = explained.changes.filter(({ change }) => addsCopies || change.kind !== 'add-recipient')
  const choice = chooseRoute(config.routes, decision)
  const addresses = { sender: mail.envelope.sender, recipient: address }
  const headerFrom = content?.headerFrom?.[0] ?? null
  const sentences = describeChanges(addresses, headerFrom, changes)
  return {
    verdicts: config.rules.map(({ name }) =>
      viewOf(
        name,
        verdicts.find(({ rule }) => rule === name),
      ),
    ),
    decision: decisionOf(parts, foreseen, choice, changes, verdicts),
    changes: sentences.map(({ rule, text }, index) => ({
      rule,
      text: `${text}${unsignedNote(config.dkim, changes, index, headerFrom)}`,
    })),
    envelope: applyToEnvelope(addresses, changes),
  }
}

export function factsFor(
  { localTimeOf }: Pick<Parts, 'localTimeOf'>,
  { mail, address, content, checks }: Omit<Foreseen, 'hold'>,
): MailFacts {
  const facts = factsOf({ ...mail, size: mail.size ?? 0 }, address, { content, localTimeOf })
  return { ...facts, size: mail.size, ...(checks === undefined ? {} : { checks }) }
}

/** Rules that a released recipient passes over are not asked. */
function viewOf(rule: string, verdict: RuleVerdict | undefined): RuleVerdictView {
  if (verdict === undefined) return { rule, kind: 'not-reached', condition: null }
  return { rule, kind: verdict.kind, condition: 'condition' in verdict ? verdict.condition : null }
}

function decisionOf(
  parts: Parts,
  foreseen: Foreseen,
  choice: Choice,
  changes: readonly AppliedChange[],
  verdicts: readonly (RuleVerdict & { readonly rule: string })[],
): SimulatedRecipient['decision'] {
  const undecided = verdicts.filter(({ kind }) => kind === 'unknown').map(({ rule }) => `"${rule}"`)
  const open =
    undecided.length === 0 ? '' : ` Only if ${undecided.join(', ')} will not match, which is not known yet.`
  switch (choice.kind) {
    case 'route': {
      const text = `Taken along the route "${choice.route.name}".${waitsWhy(parts, foreseen, choice, changes)}${open}`
      return { kind: 'route', rule: choice.rule, route: choice.route.name, text }
    }
    case 'hold':
      return { kind: 'hold', rule: choice.rule, route: choice.route, text: `${choice.text}${open}` }
    case 'reject': {
      const text = `Refused with ${choice.code} ${choice.enhanced} ${choice.text}.${open}`
      return { kind: 'reject', rule: choice.rule, route: null, text }
    }
    case 'discard':
      return { kind: 'discard', rule: choice.rule, route: null, text: `Accepted and thrown away.${open}` }
    case 'no-route': {
      const kind = choice.rule === null ? 'no-match' : 'no-route'
      return { kind, rule: choice.rule, route: null, text: `${choice.text}${open}` }
    }
    default:
      return assertNever(choice)
  }
}

/** Turns under a rate limit are only given to mail that is there. */
function waitsWhy(
  { localTimeOf, now, pauses, blocked }: Parts,
  { mail, address }: Foreseen,
  { route }: Choice & { kind: 'route' },
  changes: readonly AppliedChange[],
): string {
  const { receivedAt } = mail
  const wait = findWait(changes, { receivedAt, now, localTimeOf, turnAt: () => now })
  const reasons = [
    pauses.queue || pauses.routes.includes(route.name) ? 'Delivery is paused.' : null,
    blocked(route)?.text ?? null,
    waitsForEtrn(route) ? `Waits until ${domainOf(address)} asks with ETRN.` : null,
    wait?.text ?? null,
  ].filter((reason) => reason !== null)
  return reasons.length === 0 ? '' : ` ${reasons.join(' ')}`
}
