import { expect, test } from 'vitest'
import { StorageHealth } from '../../../main/engine/status/storage-health.ts'
import { DiskFull } from '../../../main/engine/storage/storage-errors.ts'
import { FakeClock } from '../../support/fake-clock.ts'

test('a failed write is shown for a minute from the last time, and is news once', () => {
  const clock = new FakeClock()
  const health = new StorageHealth(clock)
  expect(health.problem()).toBeNull()
  expect(health.failed(new DiskFull())).toBe(true)
  clock.advance(40_000)
  expect(health.failed(new DiskFull())).toBe(false)
  clock.advance(59_000)
  expect(health.problem()).toMatch(/disk of the data folder is full/)
  clock.advance(1_000)
  expect(health.problem()).toBeNull()
  expect(health.failed(new DiskFull())).toBe(true)
})
