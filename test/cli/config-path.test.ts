import { expect, test } from 'vitest'
import { parseValue, valueAt, withoutValueAt, withValueAt } from '../../main/cli/config-path.ts'

const CONFIG = {
  hostname: 'relay.office.test',
  limits: { perClient: { messagesPerMinute: 60 } },
  routes: [
    { name: 'provider', host: 'smtp.test' },
    { name: 'two [2]', host: 'b' },
  ],
  accounts: [{ username: 'scanner', allowedSenders: ['*'] }],
  localDomains: ['office.test'],
}

test.each([
  ['hostname', 'relay.office.test'],
  ['limits.perClient.messagesPerMinute', 60],
  ['routes[provider].host', 'smtp.test'],
  ['routes[1].host', 'b'],
  ['accounts[scanner].allowedSenders[0]', '*'],
  ['localDomains[office.test]', 'office.test'],
])('%s leads to %j', (path, value) => {
  expect(valueAt(CONFIG, path)).toEqual(value)
})

test.each(['nothing', 'routes[nobody]', 'hostname.inner', 'limits[0]', 'routes[+]'])(
  '%s leads nowhere, and says so',
  (path) => {
    expect(() => valueAt(CONFIG, path)).toThrow(`There is no "${path}" in the configuration`)
  },
)

test.each(['', '..', 'a b', 'routes['])('%j is no way at all', (path) => {
  expect(() => valueAt(CONFIG, path)).toThrow(/way into|Name a part/)
})

test('a value is set in a copy; what lies around it stays', () => {
  const changed = withValueAt(CONFIG, 'routes[provider].pacing.messagesPerMinute', 30)
  expect(changed).toEqual({
    ...CONFIG,
    routes: [
      { name: 'provider', host: 'smtp.test', pacing: { messagesPerMinute: 30 } },
      { name: 'two [2]', host: 'b' },
    ],
  })
  expect(CONFIG.routes[0]).not.toHaveProperty('pacing')
})

test('[+] adds an entry, also to a list that is not there yet', () => {
  expect(withValueAt(CONFIG, 'networks[+]', { name: 'Copiers' })).toMatchObject({
    networks: [{ name: 'Copiers' }],
  })
  expect(withValueAt(CONFIG, 'localDomains[+]', 'b.test')).toMatchObject({
    localDomains: ['office.test', 'b.test'],
  })
})

test('what is taken out is gone: a key, an entry', () => {
  expect(withoutValueAt(CONFIG, 'limits.perClient.messagesPerMinute')).toMatchObject({
    limits: { perClient: {} },
  })
  expect(withoutValueAt(CONFIG, 'routes[provider]')).toMatchObject({ routes: [{ name: 'two [2]' }] })
  expect(() => withoutValueAt(CONFIG, 'routes[nobody]')).toThrow('There is no')
})

test('a value is JSON where it is JSON, else a text', () => {
  expect(parseValue('60')).toBe(60)
  expect(parseValue('true')).toBe(true)
  expect(parseValue('["a"]')).toEqual(['a'])
  expect(parseValue('15m')).toBe('15m')
  expect(parseValue('refuse')).toBe('refuse')
})
