import { expect, test } from 'vitest'
import { silentDevices } from '../../../main/engine/status/silent-devices.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const NOW = 100 * DAY
const moment = { now: NOW, startedAt: 0 }
const scanner = { name: 'scanner', silentAfter: '2d', seenAt: NOW - 3 * DAY }

test('a device that has not come for longer than it should is told, with what to look at', () => {
  const [item] = silentDevices([scanner], moment)
  expect(item).toMatchObject({ kind: 'device-silent', severity: 'warning', subject: 'scanner' })
  expect(item?.text).toMatch(/^"scanner" has sent nothing for 3 days; it is expected at least every 2 days\./)
})

test.each([
  ['one that came in time', { ...scanner, seenAt: NOW - 2 * DAY + 1 }, moment],
  ['a start after days off: it may still come', scanner, { now: NOW, startedAt: NOW - 30 * 60_000 }],
  [
    'one that is expected every ten minutes, five minutes after a start',
    { ...scanner, silentAfter: '10m' },
    { now: NOW, startedAt: NOW - 5 * 60_000 },
  ],
  ['a clock that was put back', { ...scanner, seenAt: NOW + DAY }, moment],
])('no wolf: %s', (_, device, at) => {
  expect(silentDevices([device], at)).toEqual([])
})

test('an hour after a start the silence counts', () => {
  expect(silentDevices([scanner], { now: NOW, startedAt: NOW - 61 * 60_000 })).toHaveLength(1)
})

test('many at once are one sentence: it is the network then', () => {
  const many = ['a', 'b', 'c', 'd'].map((name) => ({ ...scanner, name }))
  const items = silentDevices(many, moment)
  expect(items).toHaveLength(1)
  expect(items[0]).toMatchObject({ subject: null })
  expect(items[0]?.text).toContain('4 devices')
})
