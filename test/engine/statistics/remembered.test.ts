import { expect, test } from 'vitest'
import { Remembered } from '../../../main/engine/statistics/remembered.ts'
import { FakeClock } from '../../support/fake-clock.ts'

function looks() {
  const clock = new FakeClock()
  const pending: { resolve: (value: number) => void; reject: (error: Error) => void }[] = []
  const look = () => new Promise<number>((resolve, reject) => pending.push({ resolve, reject }))
  return { clock, pending, remembered: new Remembered(clock, 5_000, look) }
}

test('who asks while a look is under way, or soon after it, shares it', async () => {
  const { clock, pending, remembered } = looks()
  const both = [remembered.get(), remembered.get()]
  pending[0]?.resolve(1)
  expect(await Promise.all(both)).toEqual([1, 1])
  clock.advance(4_999)
  expect(await remembered.get()).toBe(1)
  clock.advance(1)
  void remembered.get()
  expect(pending).toHaveLength(2)
})

test('a look that took six seconds is good for a minute', async () => {
  const { clock, pending, remembered } = looks()
  const first = remembered.get()
  clock.advance(6_000)
  pending[0]?.resolve(1)
  await first
  clock.advance(59_000)
  expect(await remembered.get()).toBe(1)
  clock.advance(1_000)
  void remembered.get()
  expect(pending).toHaveLength(2)
})

test('a look that failed is not remembered', async () => {
  const { pending, remembered } = looks()
  const first = remembered.get()
  pending[0]?.reject(new Error('no'))
  await expect(first).rejects.toThrow('no')
  void remembered.get()
  expect(pending).toHaveLength(2)
})

test('a clock that is put back by a day asks anew', async () => {
  const { clock, pending, remembered } = looks()
  const first = remembered.get()
  pending[0]?.resolve(1)
  await first
  clock.advance(-86_400_000)
  void remembered.get()
  expect(pending).toHaveLength(2)
})
