import type { MailFacts } from '../../../main/engine/rules/mail-facts.ts'
import { type Rule, type RuleAction, type RuleMatch, ruleSchema } from '../../../shared/domain/rule.ts'

export const MAIL: MailFacts = {
  sender: 'Scanner@office.test',
  recipient: 'anna@customer.example',
  account: 'scanner',
  listener: 'lan',
  client: '192.168.1.20',
  size: 4096,
}

export function rule(name: string, match: RuleMatch, action: unknown, enabled = true): Rule {
  return ruleSchema.parse({ name, enabled, match, action })
}

export function routeTo(route: string): RuleAction {
  return { kind: 'route', route }
}
