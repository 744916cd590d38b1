import { describe, expect, it } from 'vitest'
import { decideAtData, decidesAtData } from '../../../main/engine/rules/decide-at-data.ts'
import { CONTENT, GO_ON, MAIL, routeTo, rule } from './rule-samples.ts'

const ANN = 'ann@far.test'
const BOB = 'bob@near.test'
const FACTS = { ...MAIL, content: CONTENT, checks: { spf: 'fail', dkim: 'none', dmarc: 'fail' } } as const
const rest = rule('rest', {}, routeTo('provider'))

describe('the answer to DATA', () => {
  it('is the rule’s where it refuses the message for every recipient', () => {
    const rules = [
      rule('dmarc', { dmarc: ['fail'] }, { kind: 'reject', code: 550, enhanced: '5.7.26', text: 'No' }),
      rest,
    ]
    expect(decideAtData(rules, FACTS, [ANN, BOB])).toMatchObject({
      code: 550,
      enhanced: '5.7.26',
      rule: 'dmarc',
    })
    expect(decideAtData(rules, { ...FACTS, checks: 'unchecked' }, [ANN])).toBeNull()
  })

  it('is none where a recipient is let through', () => {
    const rules = [
      rule('no', { subject: ['scan*'], recipientDomains: ['far.test'] }, { kind: 'reject' }),
      rest,
    ]
    expect(decideAtData(rules, FACTS, [ANN, BOB])).toBeNull()
    expect(decideAtData(rules, FACTS, [ANN])).toMatchObject({ rule: 'no' })
  })

  it('asks to come back where one recipient may do so', () => {
    const rules = [
      rule('never', { hasAttachment: true, recipientDomains: ['far.test'] }, { kind: 'reject' }),
      rule('later', { hasAttachment: true }, { kind: 'reject', code: 451 }),
    ]
    expect(decideAtData(rules, FACTS, [ANN, BOB])).toMatchObject({ code: 451, rule: 'later' })
  })
})

describe('the message is asked for', () => {
  it.each([
    ['where a rule refuses by it', [rule('a', { subject: ['x'] }, { kind: 'reject' })], true],
    [
      'where it decides whether a rule below refuses',
      [rule('a', { dkim: ['pass'] }, routeTo('p')), rule('b', {}, { kind: 'reject' })],
      true,
    ],
    [
      'where an exception asks',
      [rule('a', {}, { kind: 'reject' }, { except: { headers: [{ name: 'x' }] } })],
      true,
    ],
    [
      'not where RCPT has told all',
      [rule('a', { senders: ['x'] }, { kind: 'reject' }), rule('b', { subject: ['x'] }, routeTo('p'))],
      false,
    ],
    [
      'not where the rule goes on',
      [rule('a', { subject: ['x'] }, GO_ON), rule('b', {}, { kind: 'reject' })],
      false,
    ],
    [
      'not where the rule is off',
      [rule('a', { subject: ['x'] }, { kind: 'reject' }, { enabled: false })],
      false,
    ],
    ['not without rules', [], false],
  ])('%s', (_, rules, asked) => {
    expect(decidesAtData(rules)).toBe(asked)
    expect(decidesAtData(rules)).toBe(asked)
  })
})
