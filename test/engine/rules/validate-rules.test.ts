import { expect, it } from 'vitest'
import { validateRules } from '../../../main/engine/rules/validate-rules.ts'
import { routeTo, rule } from './rule-samples.ts'

const routes = [{ name: 'provider' }]
const networks = [{ name: 'copiers' }]
const GO_ON = { kind: 'continue' }

it('finds nothing wrong with sound rules', () => {
  const rules = [
    rule('big', { minSize: '1MiB', maxSize: '1MiB' }, { kind: 'reject', code: 451, enhanced: '4.3.4' }),
    rule('copiers', { networks: ['copiers'] }, GO_ON, {
      except: { subject: ['*'] },
      changes: [
        { kind: 'sender', address: '{local}@relay.test' },
        { kind: 'recipient', address: '{local}@{domain}' },
        { kind: 'rate-limit', messages: 1, per: '1s' },
        { kind: 'delay-until', windows: [{ from: '22:00', to: '06:00' }] },
      ],
    }),
    rule('rest', {}, routeTo('provider')),
  ]
  expect(validateRules(rules, routes, networks)).toEqual([])
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
  [
    [rule('a', { networks: ['copiers', 'nobody'] }, GO_ON)],
    ['rules', 0, 'match', 'networks', 1],
    /no network "nobody"/,
  ],
  [[rule('a', {}, GO_ON, { except: {} })], ['rules', 0, 'except'], /excepts every mail/],
  [
    [rule('a', { received: [{ from: '08:00', to: '08:00' }] }, GO_ON)],
    ['rules', 0, 'match', 'received', 0, 'to'],
    /no time at all/,
  ],
  [
    [rule('a', {}, GO_ON, { changes: [{ kind: 'delay-until', windows: [{ from: '00:00', to: '00:00' }] }] })],
    ['rules', 0, 'changes', 0, 'windows', 0, 'to'],
    /no time at all/,
  ],
  [
    [rule('a', {}, GO_ON, { changes: [{ kind: 'sender', address: '{user}@x.test' }] })],
    ['rules', 0, 'changes', 0, 'address'],
    /"\{user\}" stands for nothing/,
  ],
  [
    [rule('a', {}, GO_ON, { changes: [{ kind: 'recipient', address: '{domain}' }] })],
    ['rules', 0, 'changes', 0, 'address'],
    /gives no address/,
  ],
  [
    [rule('a', {}, GO_ON, { changes: [{ kind: 'rate-limit', messages: 5, per: '0s' }] })],
    ['rules', 0, 'changes', 0, 'per'],
    /lets nothing through/,
  ],
])('names the field that is wrong: %#', (rules, path, message) => {
  expect(validateRules(rules, routes, networks)).toEqual([{ path, message: expect.stringMatching(message) }])
})
