import { expect, it } from 'vitest'
import { openStorage } from '../../../main/engine/storage/open-storage.ts'
import { StorageUnavailable } from '../../../main/engine/storage/storage-errors.ts'
import { openWorkerChannel } from '../../../main/engine/storage/workers/worker-channel.ts'
import type { WriterOperations } from '../../../main/engine/storage/workers/writer-operations.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const START = { maximumBytes: null, now: 0 }
const IGNORE = { onUnusedFiles: () => undefined, onWriteFailure: () => undefined }

it('rejects every waiting call, and all later ones, when a worker dies', async () => {
  const failures: Error[] = []
  const channel = await openWorkerChannel<WriterOperations>(
    'storage-writer',
    { ...START, folder: await temporaryFolder() },
    { ...IGNORE, onFailure: (error) => failures.push(error) },
  )
  // A function cannot be cloned; what cannot go to the worker must not leave its caller waiting either.
  await expect(channel.call('getValue', (() => undefined) as never)).rejects.toThrow()
  const waiting = [channel.call('getPauses', undefined), channel.call('getValue', 'x')]
  const outcomes = Promise.allSettled(waiting)
  await channel.terminate()
  for (const outcome of await outcomes)
    expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(StorageUnavailable) })
  await expect(channel.call('getPauses', undefined)).rejects.toBeInstanceOf(StorageUnavailable)
  expect(failures).toHaveLength(1)
  await channel.close()
})

it('says why a worker could not open the database', async () => {
  const folder = await temporaryFolder()
  const storage = await openStorage({ folder })
  const second = openWorkerChannel<WriterOperations>(
    'storage-writer',
    { ...START, folder },
    { ...IGNORE, onFailure: () => expect.unreachable() },
  )
  await expect(second).rejects.toMatchObject({ code: 'DATA_FOLDER_IN_USE' })
  await storage.close()
})
