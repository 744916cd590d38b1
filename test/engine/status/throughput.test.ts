import { expect, test } from 'vitest'
import { Throughput } from '../../../main/engine/status/throughput.ts'
import { FakeClock } from '../../support/fake-clock.ts'

test('counts by minute for an hour, oldest first', () => {
  const clock = new FakeClock()
  const throughput = new Throughput(clock)
  throughput.add(2)
  clock.advance(60_000)
  throughput.add()
  clock.advance(2 * 60_000)
  throughput.add(5)
  expect(throughput.perMinute().slice(-5)).toEqual([0, 2, 1, 0, 5])
  clock.advance(58 * 60_000)
  expect(throughput.perMinute().filter((count) => count > 0)).toEqual([5])
  clock.advance(7 * 3_600_000)
  expect(throughput.perMinute()).toEqual(new Array(60).fill(0))
})
