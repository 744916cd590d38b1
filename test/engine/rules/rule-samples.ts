import { type ContentFacts, type MailFacts, NOT_CHECKED_YET } from '../../../main/engine/rules/mail-facts.ts'
import { type Rule, type RuleAction, type RuleMatch, ruleSchema } from '../../../shared/domain/rule.ts'

export const MAIL: MailFacts = {
  sender: 'Scanner@office.test',
  recipient: 'anna@customer.example',
  account: 'scanner',
  listener: 'lan',
  client: '192.168.1.20',
  network: 'copiers',
  tls: true,
  // Monday, 09:30.
  receivedAt: { weekday: 0, minute: 9 * 60 + 30 },
  checks: 'unchecked',
  size: 4096,
  content: null,
}

export const CONTENT: ContentFacts = {
  headers: [
    { name: 'subject', value: 'Scan of room 7' },
    { name: 'x-device', value: 'Ricoh MP' },
    { name: 'x-device', value: 'second' },
  ],
  subject: 'Scan of room 7',
  headerFrom: ['copier@office.test', 'boss@office.test'],
  hasAttachment: true,
  deliveryReport: false,
}

/** While the client still waits for the answer to RCPT. */
export const AT_RCPT: MailFacts = { ...MAIL, checks: NOT_CHECKED_YET, size: null }

export function rule(
  name: string,
  match: RuleMatch,
  action: unknown,
  more: { enabled?: boolean; except?: RuleMatch; changes?: unknown[] } = {},
): Rule {
  return ruleSchema.parse({ name, match, action, ...more })
}

export function routeTo(route: string): RuleAction {
  return { kind: 'route', route }
}

export const GO_ON: RuleAction = { kind: 'continue' }
