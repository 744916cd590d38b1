import { expect, it } from 'vitest'
import { limitConcurrency } from '../../main/engine/limit-concurrency.ts'

it('runs so many at once, the others in order, also after failures', async () => {
  const inTurn = limitConcurrency(2)
  const begun: number[] = []
  const ends: ((error?: Error) => void)[] = []
  const tasks = [0, 1, 2, 3].map((index) =>
    inTurn(async () => {
      begun.push(index)
      await new Promise<void>((resolve, reject) => {
        ends[index] = (error) => (error ? reject(error) : resolve())
      })
      return index
    }),
  )
  expect(begun).toEqual([0, 1])
  ends[1]?.(new Error('broken'))
  await expect(tasks[1]).rejects.toThrow('broken')
  expect(begun).toEqual([0, 1, 2])
  ends[0]?.()
  expect(await tasks[0]).toBe(0)
  expect(begun).toEqual([0, 1, 2, 3])
  ends[2]?.()
  ends[3]?.()
  expect(await Promise.all([tasks[2], tasks[3]])).toEqual([2, 3])
})
