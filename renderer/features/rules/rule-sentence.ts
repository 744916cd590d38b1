/** A relay rule as a sentence that can be read aloud: conditions, exceptions, changes, then what happens. */
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { Rule, RuleAction, RuleChange, RuleMatch, TimeWindow } from '../../../shared/domain/rule.ts'

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
    ...(rule.changes.length > 0 ? [word(rule.action.kind === 'continue' ? '' : ', and')] : []),
    ...outcome(rule.action, rule.changes.length > 0),
  ]
}

/** The sentence as plain text, for accessible names and tests. */
export function sentenceText(parts: readonly SentencePart[]): string {
  return parts.map((part) => part.text).join('')
}

const word = (text: string): SentencePart => ({ text, value: false })
const value = (text: string): SentencePart => ({ text, value: true })

/** The order in which people say them: from whom, to whom, what it is, how it came, when, how large. */
const CONDITIONS: readonly ((match: RuleMatch) => readonly SentencePart[] | null)[] = [
  ({ senders }) => listed(' from ', senders),
  ({ headerFrom }) => listed(' with From ', headerFrom),
  ({ recipients }) => listed(' to ', recipients),
  ({ recipientDomains }) => listed(' to addresses at ', recipientDomains),
  ({ subject }) => listed(' with subject ', subject),
  ({ headers }) =>
    listed(
      ' with header ',
      headers?.map(({ name, value: text }) => (text === undefined ? name : `${name}: ${text}`)),
      ' and ',
    ),
  ({ hasAttachment }) => either(hasAttachment, ' with an attachment', ' without attachment'),
  ({ deliveryReport }) => either(deliveryReport, ' that is a report', ' that is no report'),
  ({ accounts }) => listed(' by account ', accounts),
  ({ authenticated }) => either(authenticated, ' that signed in', ' without sign-in'),
  ({ listeners }) => listed(' at listener ', listeners),
  ({ networks }) => listed(' from the network ', networks),
  ({ clientNetworks }) => listed(' sent from network ', clientNetworks),
  ({ tls }) => either(tls, ' over TLS', ' without TLS'),
  ({ spf }) => listed(' with SPF ', spf),
  ({ dkim }) => listed(' with DKIM ', dkim),
  ({ dmarc }) => listed(' with DMARC ', dmarc),
  ({ received }) => listed(' received ', received?.map(windowText)),
  ({ minSize }) => listed(' of at least ', minSize === undefined ? undefined : [minSize]),
  ({ maxSize }) => listed(' of at most ', maxSize === undefined ? undefined : [maxSize]),
]

function conditions(match: RuleMatch): SentencePart[] {
  const given = described(match)
  return given.length === 0 ? [word('All mail')] : [word('Mail'), ...given.flat()]
}

function exception(match: RuleMatch): SentencePart[] {
  const given = described(match)
  return given.length === 0 ? [] : [word(', except'), ...given.flat(), word(',')]
}

function described(match: RuleMatch): (readonly SentencePart[])[] {
  const given = CONDITIONS.map((describe) => describe(match)).filter((parts) => parts !== null)
  return given.map((parts, index) => {
    const [first, ...rest] = parts
    const joins = index > 0 && first?.text.startsWith(' of') === true
    return joins ? [word(` and${first.text}`), ...rest] : parts
  })
}

function listed(
  words: string,
  items: readonly string[] | undefined,
  join = ' or ',
): readonly SentencePart[] | null {
  if (items === undefined) return null
  return [
    word(words),
    ...items.flatMap((item, index) => {
      const before = index === 0 ? [] : [word(index === items.length - 1 ? join : ', ')]
      return [...before, value(item)]
    }),
  ]
}

function either(fact: boolean | undefined, yes: string, no: string): readonly SentencePart[] | null {
  return fact === undefined ? null : [word(fact ? yes : no)]
}

/** "mon, tue 08:00–18:00". */
export function windowText({ days, from, to }: TimeWindow): string {
  const times = from === '00:00' && to === '24:00' ? '' : `${from}–${to}`
  return [days?.join(', ') ?? '', times].filter((part) => part !== '').join(' ') || 'at any time'
}

function changed(change: RuleChange): SentencePart[] {
  switch (change.kind) {
    case 'sender':
      return [word('gets the sender '), value(change.address)]
    case 'recipient':
      return [word('goes to '), value(change.address), word(' instead')]
    case 'header-from':
      return [word('gets From '), value(change.address)]
    case 'add-header':
      return [word('gets the header '), value(`${change.name}: ${change.value}`)]
    case 'remove-header':
      return [word('loses the header '), value(change.name)]
    case 'add-recipient':
      return [word('is copied to '), value(change.address)]
    case 'dkim':
      return change.domain ? [word('is signed for '), value(change.domain)] : [word('is signed with DKIM')]
    case 'priority':
      return [word('has '), value(change.priority), word(' priority')]
    case 'rate-limit':
      return [word('is limited to '), value(`${change.messages} in ${change.per}`)]
    case 'delay':
      return [word('waits '), value(change.for)]
    case 'delay-until':
      return [word('is sent only '), value(change.windows.map(windowText).join(', '))]
    default:
      return assertNever(change)
  }
}

function outcome(action: RuleAction, changes: boolean): SentencePart[] {
  switch (action.kind) {
    case 'route':
      return [word(' takes route '), value(action.route)]
    case 'hold':
      return action.reason ? [word(' is held: '), value(action.reason)] : [word(' is held')]
    case 'reject':
      return [
        word(' is refused with '),
        value([action.code, action.enhanced, action.text].filter(Boolean).join(' ')),
      ]
    case 'discard':
      return [word(' is accepted and thrown away')]
    case 'continue':
      return [word(changes ? '; the rules below decide' : ' goes on to the rules below')]
    default:
      return assertNever(action)
  }
}
