import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateRules, explainRules, judge } from '../../../main/engine/rules/evaluate-rules.ts'
import { type MailFacts, NOT_CHECKED_YET } from '../../../main/engine/rules/mail-facts.ts'
import { matchRule } from '../../../main/engine/rules/match-rule.ts'
import { type Rule, type RuleMatch, ruleActionSchema, type TimeWindow } from '../../../shared/domain/rule.ts'
import { AT_RCPT, CONTENT, GO_ON, MAIL, routeTo, rule } from './rule-samples.ts'

const CHECKS = { spf: 'neutral', dkim: 'pass', dmarc: 'none' } as const

function at(from: string, to: string): TimeWindow {
  return { from, to }
}

describe('the conditions of a relay rule', () => {
  const matching: [string, RuleMatch, Partial<MailFacts>?][] = [
    ['none given', {}],
    ['sender', { senders: ['scanner@office.test'] }],
    ['one of several senders', { senders: ['boss@office.test', 'scan*@office.test'] }],
    ['sender by domain', { senders: ['OFFICE.test'] }],
    ['the null sender', { senders: ['<>'] }, { sender: '' }],
    ['any sender, also the null one', { senders: ['*'] }, { sender: '' }],
    ['recipient', { recipients: ['anna@customer.example'] }],
    ['recipient domain', { recipientDomains: ['customer.example'] }],
    ['domains below', { recipientDomains: ['*.example'] }],
    ['a quoted local part with @', { recipientDomains: ['b.test'] }, { recipient: '"x@a.test"@b.test' }],
    ['account', { accounts: ['Scanner'] }],
    ['any account', { accounts: ['*'] }],
    ['listener', { listeners: ['smtps', 'lan'] }],
    ['client network', { clientNetworks: ['10.0.0.0/8', '192.168.0.0/16'] }],
    ['client in IPv6 form', { clientNetworks: ['192.168.0.0/16'] }, { client: '::ffff:192.168.1.20' }],
    ['size at the bounds', { minSize: '4KiB', maxSize: '4KiB' }],
    ['named network', { networks: ['copiers', 'office'] }],
    ['signed in', { authenticated: true }],
    ['not signed in', { authenticated: false }, { account: null }],
    ['over TLS', { tls: true }],
    ['in the clear', { tls: false }, { tls: false }],
    ['within hours', { received: [{ days: ['mon'], from: '08:00', to: '18:00' }] }],
    ['in one of two windows', { received: [at('00:00', '01:00'), at('09:30', '09:31')] }],
    ['SPF', { spf: ['fail', 'softfail'] }, { checks: { ...CHECKS, spf: 'softfail' } }],
    ['DKIM', { dkim: ['pass'] }, { checks: CHECKS }],
    ['DMARC', { dmarc: ['none'] }, { checks: CHECKS }],
    ['From', { headerFrom: ['boss@*'] }, { content: CONTENT }],
    ['subject', { subject: ['scan of *'] }, { content: CONTENT }],
    ['a field that is there', { headers: [{ name: 'X-Device' }] }, { content: CONTENT }],
    [
      'several fields, each by any of its name',
      {
        headers: [
          { name: 'X-DEVICE', value: 'SECOND' },
          { name: 'x-device', value: 'ricoh*' },
        ],
      },
      { content: CONTENT },
    ],
    ['an attachment', { hasAttachment: true }, { content: CONTENT }],
    ['no attachment', { hasAttachment: false }, { content: { ...CONTENT, hasAttachment: false } }],
    ['a report by its sender', { deliveryReport: true }, { sender: '' }],
    ['a report by its type', { deliveryReport: true }, { content: { ...CONTENT, deliveryReport: true } }],
    ['no report', { deliveryReport: false }, { content: CONTENT }],
    ['several at once', { senders: ['office.test'], accounts: ['scanner'], maxSize: '1MiB' }],
  ]
  it.each(matching)('match: %s', (_, match, facts = {}) => {
    expect(matchRule(match, { ...MAIL, ...facts })).toEqual({ kind: 'matches' })
  })

  const differing: [string, RuleMatch, string, Partial<MailFacts>?][] = [
    ['another sender', { senders: ['boss@office.test'] }, 'senders'],
    ['no null sender', { senders: ['<>'] }, 'senders'],
    ['another recipient', { recipients: ['*@office.test'] }, 'recipients'],
    [
      'the domain itself is not below itself',
      { recipientDomains: ['*.customer.example'] },
      'recipientDomains',
    ],
    ['no account', { accounts: ['*'] }, 'accounts', { account: null }],
    ['another listener', { listeners: ['LAN'] }, 'listeners'],
    ['local mail has no client', { clientNetworks: ['0.0.0.0/0'] }, 'clientNetworks', { client: null }],
    ['too small', { minSize: '5KiB' }, 'minSize'],
    ['too large', { minSize: '1KiB', maxSize: '2KiB' }, 'maxSize'],
    ['one of two', { senders: ['office.test'], listeners: ['smtps'] }, 'listeners'],
    ['another network', { networks: ['office'] }, 'networks'],
    ['no network', { networks: ['copiers'] }, 'networks', { network: null }],
    ['signed in where nobody should', { authenticated: false }, 'authenticated'],
    ['in the clear', { tls: true }, 'tls', { tls: false }],
    ['another day', { received: [{ days: ['tue'], from: '00:00', to: '24:00' }] }, 'received'],
    ['the end of a window', { received: [at('08:00', '09:30')] }, 'received'],
    ['another result', { spf: ['pass'] }, 'spf', { checks: CHECKS }],
    ['what was not checked', { dmarc: ['none'] }, 'dmarc'],
    ['another From', { headerFrom: ['x.test'] }, 'headerFrom', { content: CONTENT }],
    ['another subject', { subject: ['scan'] }, 'subject', { content: CONTENT }],
    ['a field that is missing', { headers: [{ name: 'X-Other' }] }, 'headers', { content: CONTENT }],
    ['another value', { headers: [{ name: 'X-Device', value: 'ricoh' }] }, 'headers', { content: CONTENT }],
    ['no attachment', { hasAttachment: false }, 'hasAttachment', { content: CONTENT }],
    ['no report', { deliveryReport: true }, 'deliveryReport', { content: CONTENT }],
    ['a report', { deliveryReport: false }, 'deliveryReport', { sender: '' }],
    ['named before the size', { maxSize: '1KiB', senders: ['x.test'] }, 'senders', { size: null }],
  ]
  it.each(differing)('do not match: %s', (_, match, condition, facts = {}) => {
    expect(matchRule(match, { ...MAIL, ...facts })).toEqual({ kind: 'differs', condition })
  })

  const open: [string, RuleMatch][] = [
    ['minSize', { minSize: '1MiB' }],
    ['maxSize', { maxSize: '1MiB' }],
    ['spf', { spf: ['pass'] }],
    ['dkim', { dkim: ['pass'] }],
    ['dmarc', { dmarc: ['pass'] }],
    ['headerFrom', { headerFrom: ['*'] }],
    ['subject', { subject: ['*'] }],
    ['headers', { headers: [{ name: 'Subject' }] }],
    ['hasAttachment', { hasAttachment: true }],
    ['deliveryReport', { deliveryReport: true }],
  ]
  it.each(open)('leave a rule open that hangs on what nobody knows yet: %s', (condition, match) => {
    expect(matchRule(match, AT_RCPT)).toEqual({ kind: 'unknown', condition })
    expect(matchRule({ ...match, senders: ['x.test'] }, AT_RCPT)).toMatchObject({ condition: 'senders' })
  })
})

describe('the decision', () => {
  it('is that of the first rule that matches', () => {
    const rules = [
      rule('local', { recipientDomains: ['office.test'] }, routeTo('mailboxes')),
      rule('scans', { accounts: ['scanner'] }, routeTo('provider')),
      rule('rest', {}, { kind: 'discard' }),
    ]
    expect(evaluateRules(rules, MAIL).decision).toEqual({ kind: 'route', route: 'provider', rule: 'scans' })
    expect(evaluateRules(rules, { ...MAIL, account: null }).decision).toEqual({
      kind: 'discard',
      rule: 'rest',
    })
  })

  it('passes over rules that are switched off', () => {
    const rules = [
      rule('off', {}, { kind: 'discard' }, { enabled: false }),
      rule('rest', {}, routeTo('provider')),
    ]
    expect(evaluateRules(rules, MAIL).decision).toMatchObject({ rule: 'rest' })
  })

  it('is no match where no rule matches', () => {
    expect(evaluateRules([], MAIL).decision).toEqual({ kind: 'no-match' })
  })

  it('carries the reason of a hold', () => {
    const held = { kind: 'hold', reason: 'Wait for approval' }
    expect(evaluateRules([rule('h', {}, held)], MAIL).decision).toEqual({ ...held, rule: 'h' })
    expect(evaluateRules([rule('h', {}, { kind: 'hold' })], MAIL).decision).toMatchObject({ reason: null })
  })

  it.each([
    [{ kind: 'reject' }, { code: 550, enhanced: '5.7.1', text: 'Refused by a relay rule' }],
    [
      { kind: 'reject', code: 451 },
      { code: 451, enhanced: '4.7.1' },
    ],
    [
      { kind: 'reject', code: 552, enhanced: '5.3.4', text: 'Too big' },
      { code: 552, enhanced: '5.3.4' },
    ],
  ])('carries the reply of a rejection: %j', (action, reply) => {
    expect(evaluateRules([rule('no', {}, action)], MAIL).decision).toMatchObject({
      kind: 'reject',
      rule: 'no',
      ...reply,
    })
  })
})

describe('changes', () => {
  const header = (value: string) => ({ kind: 'add-header', name: 'X-Rule', value })

  it('add up over the rules that go on, down to the one that decides', () => {
    const rules = [
      rule('one', {}, GO_ON, { changes: [header('1'), { kind: 'priority', priority: 'low' }] }),
      rule('other', { senders: ['x.test'] }, GO_ON, { changes: [header('x')] }),
      rule('two', {}, routeTo('provider'), { changes: [header('2')] }),
      rule('three', {}, GO_ON, { changes: [header('3')] }),
    ]
    expect(evaluateRules(rules, MAIL)).toEqual({
      decision: { kind: 'route', route: 'provider', rule: 'two' },
      changes: [
        { rule: 'one', change: header('1') },
        { rule: 'one', change: { kind: 'priority', priority: 'low' } },
        { rule: 'two', change: header('2') },
      ],
    })
  })
})

describe('an exception', () => {
  const trap = rule('trap', {}, routeTo('sandbox'), { except: { recipients: ['*@office.test'] } })
  const rules = [trap, rule('rest', {}, routeTo('provider'))]

  it('lets mail pass the rule: capture, except for those on a list', () => {
    expect(evaluateRules(rules, MAIL).decision).toMatchObject({ route: 'sandbox' })
    const excepted = { ...MAIL, recipient: 'boss@office.test' }
    expect(evaluateRules(rules, excepted).decision).toMatchObject({ route: 'provider' })
    expect(explainRules(rules, excepted).verdicts).toEqual([
      { rule: 'trap', kind: 'excepted', condition: 'recipients' },
      { rule: 'rest', kind: 'matches' },
    ])
  })

  it('that cannot be answered yet leaves the rule undecided', () => {
    const rules = [rule('no', {}, { kind: 'reject' }, { except: { subject: ['ok*'] } })]
    expect(judge(rules[0] as Rule, AT_RCPT)).toEqual({ kind: 'unknown', condition: 'subject' })
    expect(judge(rules[0] as Rule, { ...AT_RCPT, content: CONTENT })).toEqual({ kind: 'matches' })
  })

  it('counts for nothing where the rule does not match anyway', () => {
    const one = rule('one', { senders: ['x.test'] }, { kind: 'hold' }, { except: { subject: ['ok*'] } })
    expect(judge(one, AT_RCPT)).toEqual({ kind: 'differs', condition: 'senders' })
  })
})

describe('the explanation', () => {
  it('names the verdict on each rule and the condition that failed', () => {
    const rules = [
      rule('off', {}, { kind: 'discard' }, { enabled: false }),
      rule('other sender', { senders: ['boss@office.test'] }, { kind: 'hold' }),
      rule('scans', { accounts: ['scanner'] }, routeTo('provider')),
      rule('rest', {}, { kind: 'discard' }),
    ]
    expect(explainRules(rules, MAIL)).toEqual({
      decision: { kind: 'route', route: 'provider', rule: 'scans' },
      changes: [],
      verdicts: [
        { rule: 'off', kind: 'disabled' },
        { rule: 'other sender', kind: 'differs', condition: 'senders' },
        { rule: 'scans', kind: 'matches' },
        { rule: 'rest', kind: 'not-reached' },
      ],
    })
  })
})

describe('whatever the rules and the mail', () => {
  const word = fc.constantFrom(
    'a',
    'b.test',
    '*',
    '*.test',
    'x@b.test',
    '*@b.test',
    '<>',
    'lan',
    '10.0.0.0/8',
    '::1',
  )
  const list = fc.option(fc.array(fc.oneof(word, fc.string()), { minLength: 1, maxLength: 3 }), {
    nil: undefined,
  })
  const size = fc.constantFrom('1KiB', '2MiB', undefined)
  const matches = fc.record(
    {
      senders: list,
      recipients: list,
      recipientDomains: list,
      accounts: list,
      listeners: list,
      clientNetworks: list,
      minSize: size,
      maxSize: size,
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<RuleMatch>
  const actions = fc
    .constantFrom({ kind: 'discard' }, { kind: 'hold' }, { kind: 'reject' }, routeTo('provider'), GO_ON)
    .map((action) => ruleActionSchema.parse(action))
  const rules: fc.Arbitrary<Rule[]> = fc
    .array(
      fc.record(
        { enabled: fc.boolean(), match: matches, except: matches, action: actions },
        { requiredKeys: ['enabled', 'match', 'action'] },
      ),
      { maxLength: 6 },
    )
    .map((entries) =>
      entries.map((entry, index) => ({
        name: `rule ${index}`,
        changes: [{ kind: 'add-header' as const, name: 'X-Rule', value: String(index) }],
        ...entry,
      })),
    )
  const text = fc.oneof(word, fc.string())
  const facts: fc.Arbitrary<MailFacts> = fc.record({
    sender: text,
    recipient: text,
    account: fc.option(text),
    listener: fc.option(text),
    client: fc.option(fc.oneof(fc.ipV4(), fc.ipV6(), text)),
    network: fc.option(text),
    tls: fc.boolean(),
    receivedAt: fc.record({ weekday: fc.nat(6), minute: fc.nat(1439) }),
    checks: fc.constantFrom('unchecked' as const, CHECKS, NOT_CHECKED_YET),
    size: fc.option(fc.nat(4_000_000)),
    content: fc.constantFrom(null, CONTENT),
  })
  const counts = (one: Rule, mail: MailFacts) => judge(one, mail).kind === 'matches'

  it('the first enabled rule that matches decides, and matching never throws', () => {
    fc.assert(
      fc.property(rules, facts, (list, mail) => {
        const { decision } = evaluateRules(list, mail)
        const first = list.find((one) => one.action.kind !== 'continue' && counts(one, mail))
        expect(decision.kind).toBe(first?.action.kind ?? 'no-match')
        if (first) expect(decision).toHaveProperty('rule', first.name)
      }),
    )
  })

  it('changes are those of every rule that matches, in order, down to the one that decides', () => {
    fc.assert(
      fc.property(rules, facts, (list, mail) => {
        const { changes } = evaluateRules(list, mail)
        const deciding = list.findIndex((one) => one.action.kind !== 'continue' && counts(one, mail))
        const asked = deciding < 0 ? list : list.slice(0, deciding + 1)
        expect(changes.map((one) => one.rule)).toEqual(
          asked.filter((one) => counts(one, mail)).map((one) => one.name),
        )
      }),
    )
  })

  it('an exception only takes away: no rule counts that would not without it', () => {
    fc.assert(
      fc.property(rules, facts, (list, mail) => {
        for (const one of list)
          if (counts(one, mail)) {
            expect(matchRule(one.match, mail).kind).toBe('matches')
            if (one.except) expect(matchRule(one.except, mail).kind).toBe('differs')
          }
      }),
    )
  })

  it('a rule that is switched off changes nothing', () => {
    fc.assert(
      fc.property(rules, facts, (list, mail) => {
        expect(evaluateRules(list, mail)).toEqual(
          evaluateRules(
            list.filter((one) => one.enabled),
            mail,
          ),
        )
      }),
    )
  })

  it('the explanation tells the same, and at most one rule that matches decides', () => {
    fc.assert(
      fc.property(rules, facts, (list, mail) => {
        const { verdicts, ...evaluation } = explainRules(list, mail)
        expect(evaluation).toEqual(evaluateRules(list, mail))
        const deciding = verdicts.filter(
          ({ kind }, index) => kind === 'matches' && list[index]?.action.kind !== 'continue',
        )
        expect(deciding).toHaveLength(evaluation.decision.kind === 'no-match' ? 0 : 1)
      }),
    )
  })
})
