import { describe, expect, it } from 'vitest'
import { decideAtRcpt } from '../../../main/engine/rules/decide-at-rcpt.ts'
import { AT_RCPT, GO_ON, MAIL, routeTo, rule } from './rule-samples.ts'

const reject = { kind: 'reject', code: 552, enhanced: '5.3.4', text: 'Too large for us' }
const unsized = { ...MAIL, size: null }

describe('at RCPT', () => {
  it('refuses where a rejecting rule is the first that matches', () => {
    const rules = [
      rule('other', { senders: ['x.test'] }, routeTo('a')),
      rule('no', {}, reject),
      rule('yes', {}, routeTo('a')),
    ]
    expect(decideAtRcpt(rules, unsized)).toEqual({ ...reject, rule: 'no' })
  })

  it.each([
    ['another kind of rule comes first', [rule('yes', {}, routeTo('a')), rule('no', {}, reject)]],
    ['no rule matches', [rule('no', { senders: ['x.test'] }, reject)]],
    ['the rule is switched off', [rule('no', {}, reject, { enabled: false })]],
    ['there are no rules', []],
  ])('accepts where %s', (_, rules) => {
    expect(decideAtRcpt(rules, MAIL)).toEqual({ kind: 'accept' })
  })

  it('accepts while an earlier rule waits for the size', () => {
    const rules = [rule('small', { maxSize: '1MiB' }, routeTo('a')), rule('no', {}, reject)]
    expect(decideAtRcpt(rules, unsized)).toEqual({ kind: 'accept' })
    expect(decideAtRcpt(rules, { ...MAIL, size: 2 * 1024 * 1024 })).toMatchObject({ kind: 'reject' })
  })

  it('does not wait for a size where something else settles the rule', () => {
    const rules = [
      rule('small', { maxSize: '1MiB', senders: ['x.test'] }, routeTo('a')),
      rule('no', {}, reject),
    ]
    expect(decideAtRcpt(rules, unsized)).toMatchObject({ kind: 'reject' })
  })

  it.each([
    ['the subject', { subject: ['x*'] }],
    ['the checks', { spf: ['fail' as const] }],
  ])('accepts while an earlier rule waits for %s', (_, match) => {
    const rules = [rule('later', match, routeTo('a')), rule('no', {}, reject)]
    expect(decideAtRcpt(rules, AT_RCPT)).toEqual({ kind: 'accept' })
  })

  it('does not wait for a rule that only changes the mail', () => {
    const rules = [rule('tag', { subject: ['x*'] }, GO_ON), rule('no', {}, reject)]
    expect(decideAtRcpt(rules, AT_RCPT)).toMatchObject({ kind: 'reject', rule: 'no' })
  })
})
