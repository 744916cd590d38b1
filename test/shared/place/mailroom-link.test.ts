import { expect, test } from 'vitest'
import { formatMailroomLink, parseMailroomLink } from '../../../shared/place/mailroom-link.ts'

test('a link leads to a place, and comes back the same', () => {
  const place = { panel: 'queue', item: '0AM1H75A005', params: { q: 'domain:gmail.com age:>2h' } } as const
  expect(parseMailroomLink(formatMailroomLink(place))).toEqual(place)
  expect(parseMailroomLink('mailroom://open/routes/caf%C3%A9')).toEqual({
    panel: 'routes',
    item: 'café',
    params: {},
  })
  expect(parseMailroomLink('MAILROOM://OPEN/overview/')?.panel).toBe('overview')
})

test.each([
  'mailroom://window/index.html',
  'mailroom://open/',
  'mailroom://open/nonsense/x',
  'mailroom://open/queue/a/b',
  'mailroom://open/queue/..%2f..%00',
  'mailroom://open/queue/%E0%A4%A',
  'mailroom://open/queue?a=1?b=2',
  'mailroom://open/queue#/settings',
  'mailroom://open/queue?__proto__=1',
  `mailroom://open/queue?q=${'a'.repeat(501)}`,
  `mailroom://open/queue/${'a'.repeat(3_000)}`,
  'https://example.com/open/queue',
  'javascript:alert(1)',
  '',
])('%j is no link into the window', (link) => {
  expect(parseMailroomLink(link)).toBeNull()
})
