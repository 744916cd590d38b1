import { expect, test } from 'vitest'
import { findDeadRule } from '../../../../renderer/features/rules/rule-health.ts'
import { type Rule, ruleSchema } from '../../../../shared/domain/rule.ts'

const DAY = 86_400_000

function rule(name: string, match: object, more: object = {}): Rule {
  return ruleSchema.parse({ name, match, action: { kind: 'route', route: 'provider' }, ...more })
}

const hits = (total: number, since: number) => ({
  rule: 'late',
  total,
  lastDay: 0,
  lastAt: null,
  lastMessageId: null,
  since,
})

test('a rule below one that takes all mail is never reached', () => {
  const all = rule('all', {})
  const late = rule('late', { senders: ['*@office.test'] })
  expect(findDeadRule([all, late], late, undefined, 0)).toEqual({ kind: 'covered', by: 'all' })
})

test('a rule is covered by one above with the same conditions or wider ones', () => {
  const wide = rule('wide', { recipientDomains: ['Far.test', 'near.test'] })
  const late = rule('late', { recipientDomains: ['far.test'], tls: true })
  expect(findDeadRule([wide, late], late, undefined, 0)).toEqual({ kind: 'covered', by: 'wide' })
  const other = rule('late', { recipientDomains: ['else.test'] })
  expect(findDeadRule([wide, other], other, undefined, 0)).toBeNull()
})

test('a rule above that is off, has an exception, or goes on covers nothing', () => {
  const late = rule('late', { senders: ['a@x.test'] })
  for (const more of [
    { enabled: false },
    { except: { recipients: ['b@x.test'] } },
    { action: { kind: 'continue' } },
  ]) {
    const above = rule('above', {}, more)
    expect(findDeadRule([above, late], late, undefined, 0)).toBeNull()
  }
})

test('a rule that matched nothing for thirty days may be of no use; a new one, or one that is off, is not', () => {
  const late = rule('late', { senders: ['a@x.test'] })
  expect(findDeadRule([late], late, hits(0, 0), 30 * DAY)).toEqual({ kind: 'unused', since: 0 })
  expect(findDeadRule([late], late, hits(0, 0), 29 * DAY)).toBeNull()
  expect(findDeadRule([late], late, hits(1, 0), 90 * DAY)).toBeNull()
  const off = { ...late, enabled: false }
  expect(findDeadRule([off], off, hits(0, 0), 90 * DAY)).toBeNull()
})
