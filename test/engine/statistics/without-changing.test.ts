import { expect, test } from 'vitest'
import { withoutChanging } from '../../../main/engine/statistics/without-changing.ts'

test.each([
  [
    'Unfortunately, messages from [203.0.113.7] weren’t sent. [FR4P281CA0123.DEUP281.PROD.OUTLOOK.COM 2026-01-05T09:00:00.123Z 08DD1B]',
    'Unfortunately, messages from [198.51.100.9] weren’t sent. [AM6EUR05FT042.EOP-EUR05.PROD.OUTLOOK.COM 2026-02-05T09:00:00.123Z 08DD1C]',
  ],
  [
    '<ann@example.test>: mailbox full, try again in 300 s',
    '<bob@example.test>: mailbox full, try again in 21 s',
  ],
  ['connect to 203.0.113.25:587: timed out', 'connect to 203.0.113.26:25: timed out'],
])('%s', (one, other) => {
  expect(withoutChanging(one)).toBe(withoutChanging(other))
})

test('words stay', () => {
  expect(withoutChanging('Greylisted, please try again later')).toBe('Greylisted, please try again later')
})
