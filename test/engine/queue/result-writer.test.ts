import { expect, test } from 'vitest'
import { ResultWriter } from '../../../main/engine/queue/result-writer.ts'
import type { RecipientResult } from '../../../main/engine/storage/storage.ts'
import { StorageUnavailable } from '../../../main/engine/storage/storage-errors.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { SilentLogger } from '../../support/silent-logger.ts'

const RESULT = { message: '00000000001', event: { kind: 'Delivery' } } as unknown as RecipientResult

function writerOn(recordResults: () => Promise<number>) {
  const clock = new FakeClock()
  const gone: string[] = []
  const writer = new ResultWriter({
    storage: { recordResults, recordResultsWithReport: recordResults },
    owner: 'test',
    clock,
    logger: new SilentLogger(),
    onDueAt: () => undefined,
    onRecorded: () => undefined,
    onGone: () => gone.push('gone'),
  })
  return { clock, writer, gone }
}

test('a disk that fails is tried again until it takes the result', async () => {
  let failures = 3
  const { clock, writer } = writerOn(() =>
    failures-- > 0 ? Promise.reject(new Error('disk full')) : Promise.resolve(1),
  )
  let recorded = false
  void writer.record([RESULT]).then(() => {
    recorded = true
  })
  while (!recorded) {
    await new Promise((resolve) => setImmediate(resolve))
    clock.advance(1_000)
  }
  expect(failures).toBe(-1)
})

test('a store that is gone for good is not waited for, and nothing more shall be sent', async () => {
  let tries = 0
  const { writer, gone } = writerOn(() => {
    tries += 1
    return Promise.reject(new StorageUnavailable('The storage writer has stopped.'))
  })
  await writer.record([RESULT])
  expect(tries).toBe(1)
  expect(gone).toEqual(['gone'])
})
