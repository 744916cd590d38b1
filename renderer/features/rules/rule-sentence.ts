/** A relay rule as a sentence that can be read aloud: conditions, exceptions, changes, then what happens. */

import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { Rule, RuleAction, RuleChange, RuleMatch, TimeWindow } from '../../../shared/domain/rule.ts'
import { msg, pieces, t } from '../../text/t.ts'

export interface SentencePart {
  readonly text: string
  /** A value of the rule, to be set off from the words around it. */
  readonly value: boolean
}

export function ruleSentence(rule: Rule): readonly SentencePart[] {
  return [
    ...conditions(rule.match),
    ...(rule.except ? exception(rule.except) : []),
    ...rule.changes.flatMap((change, index) => [word(index === 0 ? ' ' : ', '), ...changed(change)]),
    ...(rule.changes.length > 0 && rule.action.kind !== 'continue' ? [word(t(', and'))] : []),
    ...outcome(rule.action, rule.changes.length > 0),
  ]
}

/** The sentence as plain text, for accessible names and tests. */
export function sentenceText(parts: readonly SentencePart[]): string {
  return parts.map((part) => part.text).join('')
}

const word = (text: string): SentencePart => ({ text, value: false })
const value = (text: string): SentencePart => ({ text, value: true })

/** A text of the catalogue in which "{values}" is set off. */
function say(english: string, values: readonly SentencePart[] = []): SentencePart[] {
  return pieces(english, { values }).flatMap((piece) => (typeof piece === 'string' ? [word(piece)] : piece))
}

interface Clause {
  readonly parts: readonly SentencePart[]
  /** Joined by "and" to another: "of at least 1 MiB and of at most 5 MiB". */
  readonly isSize: boolean
}

/** The order in which people say them: from whom, to whom, what it is, how it came, when, how large. */
function clauses(match: RuleMatch): Clause[] {
  const { headers, received, minSize, maxSize } = match
  const parts = [
    listed(msg('from {values}'), match.senders),
    listed(msg('with From {values}'), match.headerFrom),
    listed(msg('to {values}'), match.recipients),
    listed(msg('to addresses at {values}'), match.recipientDomains),
    listed(msg('with subject {values}'), match.subject),
    listed(
      msg('with header {values}'),
      headers?.map(({ name, value: text }) => (text === undefined ? name : `${name}: ${text}`)),
      t('and'),
    ),
    either(match.hasAttachment, t('with an attachment'), t('without attachment')),
    either(match.deliveryReport, t('that is a report'), t('that is no report')),
    listed(msg('by account {values}'), match.accounts),
    either(match.authenticated, t('that signed in'), t('without sign-in')),
    listed(msg('at listener {values}'), match.listeners),
    listed(msg('from the network {values}'), match.networks),
    listed(msg('sent from network {values}'), match.clientNetworks),
    either(match.tls, t('over TLS'), t('without TLS')),
    listed(msg('with SPF {values}'), match.spf),
    listed(msg('with DKIM {values}'), match.dkim),
    listed(msg('with DMARC {values}'), match.dmarc),
    listed(msg('received {values}'), received?.map(windowText)),
  ].filter((clause) => clause !== null)
  const sizes = [
    listed(msg('of at least {values}'), minSize === undefined ? undefined : [minSize]),
    listed(msg('of at most {values}'), maxSize === undefined ? undefined : [maxSize]),
  ].filter((clause) => clause !== null)
  return [
    ...parts.map((one) => ({ parts: one, isSize: false })),
    ...sizes.map((one) => ({ parts: one, isSize: true })),
  ]
}

function conditions(match: RuleMatch): SentencePart[] {
  const given = clauses(match)
  return given.length === 0 ? [word(t('All mail'))] : [word(t('Mail')), ...joined(given)]
}

function exception(match: RuleMatch): SentencePart[] {
  const given = clauses(match)
  return given.length === 0 ? [] : [word(t(', except')), ...joined(given), word(',')]
}

function joined(given: readonly Clause[]): SentencePart[] {
  return given.flatMap(({ parts, isSize }, index) => [
    word(isSize && index > 0 ? ` ${t('and')} ` : ' '),
    ...parts,
  ])
}

/** `words` are a clause of the catalogue with "{values}". */
function listed(
  words: string,
  items: readonly string[] | undefined,
  join = t('or'),
): readonly SentencePart[] | null {
  if (items === undefined) return null
  const values = items.flatMap((item, index) => {
    const between = index === items.length - 1 ? ` ${join} ` : ', '
    return index === 0 ? [value(item)] : [word(between), value(item)]
  })
  return say(words, values)
}

function either(fact: boolean | undefined, yes: string, no: string): readonly SentencePart[] | null {
  return fact === undefined ? null : [word(fact ? yes : no)]
}

/** "mon, tue 08:00–18:00". */
function windowText({ days, from, to }: TimeWindow): string {
  const times = from === '00:00' && to === '24:00' ? '' : `${from}–${to}`
  return [days?.join(', ') ?? '', times].filter((part) => part !== '').join(' ') || t('at any time')
}

function changed(change: RuleChange): SentencePart[] {
  switch (change.kind) {
    case 'sender':
      return say(msg('gets the sender {values}'), [value(change.address)])
    case 'recipient':
      return say(msg('goes to {values} instead'), [value(change.address)])
    case 'header-from':
      return say(msg('gets From {values}'), [value(change.address)])
    case 'add-header':
      return say(msg('gets the header {values}'), [value(`${change.name}: ${change.value}`)])
    case 'remove-header':
      return say(msg('loses the header {values}'), [value(change.name)])
    case 'add-recipient':
      return say(msg('is copied to {values}'), [value(change.address)])
    case 'dkim':
      return change.domain
        ? say(msg('is signed for {values}'), [value(change.domain)])
        : [word(t('is signed with DKIM'))]
    case 'priority':
      return say(msg('has {values} priority'), [value(change.priority)])
    case 'rate-limit':
      return say(msg('is limited to {values}'), [
        value(t('{count} in {per}', { count: change.messages, per: change.per })),
      ])
    case 'delay':
      return say(msg('waits {values}'), [value(change.for)])
    case 'delay-until':
      return say(msg('is sent only {values}'), [value(change.windows.map(windowText).join(', '))])
    default:
      return assertNever(change)
  }
}

function outcome(action: RuleAction, changes: boolean): SentencePart[] {
  switch (action.kind) {
    case 'route':
      return say(msg(' takes route {values}'), [value(action.route)])
    case 'hold':
      return action.reason
        ? say(msg(' is held: {values}'), [value(action.reason)])
        : [word(` ${t('is held')}`)]
    case 'reject':
      return say(msg(' is refused with {values}'), [
        value([action.code, action.enhanced, action.text].filter(Boolean).join(' ')),
      ])
    case 'discard':
      return [word(` ${t('is accepted and thrown away')}`)]
    case 'continue':
      return [word(changes ? t('; the rules below decide') : ` ${t('goes on to the rules below')}`)]
    default:
      return assertNever(action)
  }
}
