import { expect, test } from 'vitest'
import { orderWithNew } from '../../../../renderer/features/rules/order-with-new.ts'
import { cleanRule, copyName, moved } from '../../../../renderer/features/rules/rule-draft.ts'
import { ruleSentence, sentenceText } from '../../../../renderer/features/rules/rule-sentence.ts'
import { ruleSchema } from '../../../../shared/domain/rule.ts'

const sentence = (rule: object) => sentenceText(ruleSentence(ruleSchema.parse({ name: 'x', ...rule })))

test.each([
  [{ action: { kind: 'route', route: 'provider' } }, 'All mail takes route provider'],
  [
    {
      match: { recipientDomains: ['a.test', 'b.test', '*.c.test'] },
      action: { kind: 'route', route: 'boxes' },
    },
    'Mail to addresses at a.test, b.test or *.c.test takes route boxes',
  ],
  [
    {
      match: { senders: ['*@a.test'], accounts: ['scanner'], minSize: '20MiB' },
      action: { kind: 'hold', reason: 'large' },
    },
    'Mail from *@a.test by account scanner and of at least 20MiB is held: large',
  ],
  [
    { match: { listeners: ['lan'] }, action: { kind: 'discard' } },
    'Mail at listener lan is accepted and thrown away',
  ],
  [
    {
      match: { clientNetworks: ['10.0.0.0/8'] },
      action: { kind: 'reject', code: 550, enhanced: '5.7.1', text: 'No' },
    },
    'Mail sent from network 10.0.0.0/8 is refused with 550 5.7.1 No',
  ],
])('%j reads as a sentence', (rule, text) => {
  expect(sentence(rule)).toBe(text)
})

test('a condition that says nothing is asked for instead of left out, which would widen the rule', () => {
  const { error } = ruleSchema.safeParse(
    cleanRule({
      name: 'x',
      match: { senders: [], minSize: '' },
      except: { subject: [] },
      action: { kind: 'hold' },
    }),
  )
  expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([
    'match.senders',
    'match.minSize',
    'except.subject',
  ])
})

test('a condition that was removed is gone', () => {
  const removed = { senders: undefined, minSize: undefined } as unknown as Record<string, never>
  const cleaned = cleanRule({
    name: 'x',
    match: removed,
    except: removed,
    action: { kind: 'hold', reason: '' },
  })
  expect(ruleSchema.parse(cleaned)).toEqual({
    name: 'x',
    enabled: true,
    changes: [],
    match: {},
    action: { kind: 'hold' },
  })
})

test('what is required stays, so that the schema can ask for it', () => {
  const cleaned = cleanRule({ name: 'x', match: {}, action: { kind: 'route', route: '' } })
  expect(ruleSchema.safeParse(cleaned).error?.issues[0]?.path).toEqual(['action', 'route'])
})

test('a copy gets a free name that is not too long', () => {
  expect(copyName('rest', [])).toBe('rest copy')
  expect(copyName('rest', ['rest copy'])).toBe('rest copy 2')
  expect(copyName('x'.repeat(64), []).length).toBe(64)
})

test('moving keeps every rule once', () => {
  expect(moved(['a', 'b', 'c'], 'a', 2)).toEqual(['b', 'c', 'a'])
  expect(moved(['a', 'b', 'c'], 'c', 0)).toEqual(['c', 'a', 'b'])
  const names = ['a', 'b']
  expect(moved(names, 'a', 5)).toBe(names)
})

test('a new rule stands before one that takes everything, else at the end', () => {
  const rule = (name: string, part: object = {}) =>
    ruleSchema.parse({ name, action: { kind: 'hold' }, ...part })
  const some = rule('some', { match: { senders: ['*'] } })
  const rest = rule('rest')
  expect(orderWithNew([some, rest], rule('new', { match: { senders: ['a@b.test'] } }))).toEqual([
    'some',
    'new',
    'rest',
  ])
  expect(orderWithNew([some, rest], rule('new'))).toBeNull()
  expect(orderWithNew([some], rule('new', { match: { senders: ['a@b.test'] } }))).toBeNull()
  expect(
    orderWithNew([{ ...rest, enabled: false }], rule('new', { action: { kind: 'continue' } })),
  ).toBeNull()
})
