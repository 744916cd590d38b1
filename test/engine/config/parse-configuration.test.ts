import { expect, test } from 'vitest'
import { parseConfiguration } from '../../../main/engine/config/parse-configuration.ts'

test.each([
  ['at the top', '{ "__proto__": { "localDomains": ["evil.test"] } }'],
  ['further in', '{ "console": { "__proto__": { "host": "0.0.0.0" } } }'],
  ['by way of the constructor', '{ "constructor": { "prototype": { "localDomains": ["evil.test"] } } }'],
])('a configuration file cannot reach the prototype of objects: %s', (_, text) => {
  expect(parseConfiguration(JSON.parse(text))).toMatchObject({ kind: 'issues' })
  expect({}).not.toHaveProperty('localDomains')
  expect({}).not.toHaveProperty('host')
})

test('a file that is nested a hundred thousand deep is refused like any other', () => {
  const deep = JSON.parse(`${'{"console":'.repeat(100_000)}1${'}'.repeat(100_000)}`)
  expect(parseConfiguration(deep)).toMatchObject({ kind: 'issues' })
})

test.each(['text', 7, null, [], true])('%j is no configuration', (input) => {
  expect(parseConfiguration(input)).toMatchObject({ kind: 'issues' })
})
