import { expect, test } from 'vitest'
import { completeSessionFilter } from '../../../shared/filter/complete-session-filter.ts'
import { parseSessionFilter } from '../../../shared/filter/session-filter.ts'

const NOW = new Date(2026, 10, 22, 12).getTime()
const ask = (text: string) => parseSessionFilter(text, NOW)

test.each([
  [
    'client:192.168.1.20 code:550 outcome:refused text',
    { peer: '192.168.1.20', code: '550', outcomes: ['refused'], text: 'text' },
  ],
  ['client:fe80::1', { peer: 'fe80::1' }],
  ['outcome:problems', { outcomes: ['refused', 'failed'] }],
  ['outcome:live,failed', { outcomes: ['open', 'failed'] }],
  ['cause:rule,network', { causes: ['rule', 'network'] }],
  ['direction:out', { direction: 'outbound' }],
  ['listener:lan', { via: 'lan', direction: 'inbound' }],
  ['route:"my provider"', { via: 'my provider', direction: 'outbound' }],
  ['code:5.7.*', { code: '5.7' }],
  ['code:4xx', { code: '4' }],
  ['newer:2h', { startedAfter: NOW - 7_200_000 }],
  ['after:today', { startedAfter: new Date(2026, 10, 22).getTime() }],
  ['"MAIL FROM:<a@x.test>"', { text: 'MAIL FROM:<a@x.test>' }],
  ['account:scanner network:Copiers', { account: 'scanner', network: 'Copiers' }],
  ['', {}],
])('%s', (text, filter) => {
  expect(ask(text)).toEqual({ filter, problems: [] })
})

test('what cannot be read is told with its place, and the rest counts', () => {
  const { filter, problems } = ask('code:99 client:nas outcome:sideways -cause:rule')
  expect(filter).toEqual({ peer: 'nas' })
  expect(problems.map(({ from, to }) => [from, to])).toEqual([
    [0, 7],
    [19, 35],
    [36, 47],
  ])
  expect(problems[0]?.message).toContain('550')
})

test('keys are offered first, then values that are known', () => {
  const keys = completeSessionFilter('c', 1, {})
  expect(keys.suggestions.map(({ insert }) => insert)).toEqual(['client:', 'code:', 'cause:'])
  const values = completeSessionFilter('x account:sc', 12, { account: ['scanner', 'anna'] })
  expect(values).toEqual({
    from: 10,
    to: 12,
    suggestions: [{ insert: 'scanner ', label: 'scanner', description: '' }],
  })
  expect(completeSessionFilter('outcome:ref', 11, {}).suggestions[0]?.insert).toBe('refused ')
})
