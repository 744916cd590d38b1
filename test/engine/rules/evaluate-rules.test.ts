import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateRules, explainRules } from '../../../main/engine/rules/evaluate-rules.ts'
import type { MailFacts } from '../../../main/engine/rules/mail-facts.ts'
import { matchRule } from '../../../main/engine/rules/match-rule.ts'
import { type Rule, type RuleMatch, ruleActionSchema } from '../../../shared/domain/rule.ts'
import { MAIL, routeTo, rule } from './rule-samples.ts'

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
    ['named before the size', { maxSize: '1KiB', senders: ['x.test'] }, 'senders', { size: null }],
  ]
  it.each(differing)('do not match: %s', (_, match, condition, facts = {}) => {
    expect(matchRule(match, { ...MAIL, ...facts })).toEqual({ kind: 'differs', condition })
  })

  it('leave a rule open that hangs on a size nobody knows', () => {
    expect(matchRule({ minSize: '1MiB' }, { ...MAIL, size: null })).toEqual({
      kind: 'unknown',
      condition: 'minSize',
    })
  })
})

describe('the decision', () => {
  it('is that of the first rule that matches', () => {
    const rules = [
      rule('local', { recipientDomains: ['office.test'] }, routeTo('mailboxes')),
      rule('scans', { accounts: ['scanner'] }, routeTo('provider')),
      rule('rest', {}, { kind: 'discard' }),
    ]
    expect(evaluateRules(rules, MAIL)).toEqual({ kind: 'route', route: 'provider', rule: 'scans' })
    expect(evaluateRules(rules, { ...MAIL, account: null })).toEqual({ kind: 'discard', rule: 'rest' })
  })

  it('passes over rules that are switched off', () => {
    const rules = [rule('off', {}, { kind: 'discard' }, false), rule('rest', {}, routeTo('provider'))]
    expect(evaluateRules(rules, MAIL)).toMatchObject({ rule: 'rest' })
  })

  it('is no match where no rule matches', () => {
    expect(evaluateRules([], MAIL)).toEqual({ kind: 'no-match' })
  })

  it('carries the reason of a hold', () => {
    const held = { kind: 'hold', reason: 'Wait for approval' }
    expect(evaluateRules([rule('h', {}, held)], MAIL)).toEqual({ ...held, rule: 'h' })
    expect(evaluateRules([rule('h', {}, { kind: 'hold' })], MAIL)).toMatchObject({ reason: null })
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
    expect(evaluateRules([rule('no', {}, action)], MAIL)).toMatchObject({
      kind: 'reject',
      rule: 'no',
      ...reply,
    })
  })
})

describe('the explanation', () => {
  it('names the verdict on each rule and the condition that failed', () => {
    const rules = [
      rule('off', {}, { kind: 'discard' }, false),
      rule('other sender', { senders: ['boss@office.test'] }, { kind: 'hold' }),
      rule('scans', { accounts: ['scanner'] }, routeTo('provider')),
      rule('rest', {}, { kind: 'discard' }),
    ]
    expect(explainRules(rules, MAIL)).toEqual({
      decision: { kind: 'route', route: 'provider', rule: 'scans' },
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
    .constantFrom({ kind: 'discard' }, { kind: 'hold' }, { kind: 'reject' }, routeTo('provider'))
    .map((action) => ruleActionSchema.parse(action))
  const rules: fc.Arbitrary<Rule[]> = fc
    .array(fc.record({ enabled: fc.boolean(), match: matches, action: actions }), { maxLength: 6 })
    .map((entries) => entries.map((entry, index) => ({ name: `rule ${index}`, changes: [], ...entry })))
  const text = fc.oneof(word, fc.string())
  const facts: fc.Arbitrary<MailFacts> = fc.record({
    sender: text,
    recipient: text,
    account: fc.option(text),
    listener: fc.option(text),
    client: fc.option(fc.oneof(fc.ipV4(), fc.ipV6(), text)),
    size: fc.option(fc.nat(4_000_000)),
  })

  it('the first enabled rule that matches decides, and matching never throws', () => {
    fc.assert(
      fc.property(rules, facts, (list, mail) => {
        const decision = evaluateRules(list, mail)
        const first = list.find((one) => one.enabled && matchRule(one.match, mail).kind === 'matches')
        expect(decision.kind).toBe(first?.action.kind ?? 'no-match')
        if (first) expect(decision).toHaveProperty('rule', first.name)
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

  it('the explanation tells the same decision, and at most one rule that matches', () => {
    fc.assert(
      fc.property(rules, facts, (list, mail) => {
        const { decision, verdicts } = explainRules(list, mail)
        expect(decision).toEqual(evaluateRules(list, mail))
        expect(verdicts.filter((verdict) => verdict.kind === 'matches')).toHaveLength(
          decision.kind === 'no-match' ? 0 : 1,
        )
      }),
    )
  })
})
