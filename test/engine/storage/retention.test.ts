import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openStorage } from '../../../main/engine/storage/open-storage.ts'
import type { Storage } from '../../../main/engine/storage/storage.ts'
import { acceptSamples, NOON, sampleMessage } from '../../support/sample-message.ts'
import { captured, delivered } from '../../support/sample-results.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { temporaryStorage } from '../../support/temporary-storage.ts'
import { waitFor } from '../../support/wait-for.ts'

const LEASE = { owner: 'run-1', until: NOON + 60_000 }
const DAY = 86_400_000

async function deliver(storage: Storage, ...ids: string[]): Promise<void> {
  await storage.claimDue({ now: NOON, lease: LEASE, limit: 1_000, exceptRoutes: [] })
  await storage.recordResults(
    'run-1',
    ids.map((id) => delivered(id)),
  )
}

describe('retention', () => {
  it('keeps bodies for their time and histories for theirs', async () => {
    const folder = await temporaryFolder()
    const first = await openStorage({ folder })
    await first.expire({ now: NOON, historyMs: 3 * DAY, bodiesMs: DAY })
    await first.close()
    const storage = await temporaryStorage({ folder })
    const [done = '', open = ''] = await acceptSamples(storage, {}, {})
    await deliver(storage, done)
    expect((await storage.getMessage(done))?.hasBody).toBe(true)

    const times = { historyMs: 3 * DAY, bodiesMs: DAY }
    expect(await storage.expire({ now: NOON + DAY - 1, ...times })).toEqual([])
    expect((await storage.getMessage(done))?.hasBody).toBe(true)
    expect(await storage.expire({ now: NOON + DAY, ...times })).toEqual([])
    expect((await storage.getMessage(done))?.hasBody).toBe(false)
    expect(await storage.expire({ now: NOON + 3 * DAY, ...times })).toEqual([done])
    expect(await storage.getMessage(done)).toBeNull()
    expect((await storage.getMessage(open))?.hasBody).toBe(true)
  })

  it('forgets the words of what it removes, and counts it no more', async () => {
    const storage = await temporaryStorage()
    const ids = await acceptSamples(storage, ...Array.from({ length: 450 }, () => ({})))
    await deliver(storage, ...ids)
    expect(await storage.expire({ now: NOON + DAY, historyMs: 0, bodiesMs: 0 })).toHaveLength(450)
    expect(await storage.countMessages({})).toMatchObject({ delivered: 0 })
    expect(await storage.countMessages({ text: 'invoice' })).toMatchObject({ delivered: 0 })
  })

  it('keeps the body of captured mail as long as its history', async () => {
    const storage = await temporaryStorage()
    const [id = ''] = await acceptSamples(storage, {})
    await storage.claimDue({ now: NOON, lease: LEASE, limit: 1, exceptRoutes: [] })
    await storage.recordResults('run-1', [captured(id)])
    await storage.expire({ now: NOON + DAY, historyMs: 2 * DAY, bodiesMs: 0 })
    expect((await storage.getMessage(id))?.hasBody).toBe(true)
    expect(await storage.expire({ now: NOON + 2 * DAY, historyMs: 2 * DAY, bodiesMs: 0 })).toEqual([id])
  })

  it('removes the file of a large body after the last result', async () => {
    const folder = await temporaryFolder()
    const storage = await temporaryStorage({ folder })
    const message = sampleMessage()
    const writer = storage.createBody(message.id)
    await writer.write(new Uint8Array(200_000))
    await storage.accept({ ...message, body: await writer.end() }, null)
    const file = join(folder, 'bodies', message.id.slice(-2), message.id)
    await access(file)
    await deliver(storage, message.id)
    await waitFor('the file to go', () =>
      access(file).then(
        () => false,
        () => true,
      ),
    )
  })
})
