import { expect, it } from 'vitest'
import { validateRules } from '../../../main/engine/rules/validate-rules.ts'
import { routeTo, rule } from './rule-samples.ts'

const routes = [{ name: 'provider' }]

it('finds nothing wrong with sound rules', () => {
  const rules = [
    rule('big', { minSize: '1MiB', maxSize: '1MiB' }, { kind: 'reject', code: 451, enhanced: '4.3.4' }),
    rule('rest', {}, routeTo('provider')),
  ]
  expect(validateRules(rules, routes)).toEqual([])
})

it.each([
  [[rule('a', {}, routeTo('nowhere'))], ['rules', 0, 'action', 'route'], /no route "nowhere"/],
  [
    [rule('a', {}, { kind: 'hold' }), rule('a', {}, { kind: 'hold' })],
    ['rules', 1, 'name'],
    /another relay rule/,
  ],
  [
    [rule('a', { minSize: '2MiB', maxSize: '1MiB' }, { kind: 'hold' })],
    ['rules', 0, 'match', 'minSize'],
    /No message/,
  ],
  [
    [rule('a', {}, { kind: 'reject', code: 550, enhanced: '4.7.1' })],
    ['rules', 0, 'action', 'enhanced'],
    /does not go with/,
  ],
])('names the field that is wrong: %#', (rules, path, message) => {
  expect(validateRules(rules, routes)).toEqual([{ path, message: expect.stringMatching(message) }])
})
