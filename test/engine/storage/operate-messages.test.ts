import { describe, expect, it } from 'vitest'
import type { Storage } from '../../../main/engine/storage/storage.ts'
import type { QueueOperation, Selection } from '../../../shared/contract/queue.ts'
import { acceptSamples, NOON, sampleMessage } from '../../support/sample-message.ts'
import { deferred, delivered, refused } from '../../support/sample-results.ts'
import { temporaryStorage } from '../../support/temporary-storage.ts'

const LEASE = { owner: 'run-1', until: NOON + 60_000 }
const EVERYTHING: Selection = { kind: 'filter', filter: {} }

function operate(
  storage: Storage,
  operation: Exclude<QueueOperation, 'bounce'>,
  selection: Selection = EVERYTHING,
) {
  return storage.operate({ operation, selection, now: NOON + 1_000, actor: 'console' })
}

async function statesOf(storage: Storage, ids: readonly string[]): Promise<string[]> {
  return (await storage.getRows(ids)).map(({ state }) => state)
}

/** A deferred, a queued and an active message. */
async function threeMessages(storage: Storage): Promise<[string, string, string]> {
  const [waiting = ''] = await acceptSamples(storage, {})
  await storage.claimDue({ now: NOON, lease: LEASE, limit: 1, exceptRoutes: [] })
  await storage.recordResults('run-1', [deferred(waiting, NOON + 900_000)])
  const [fresh = ''] = await acceptSamples(storage, {})
  const tried = sampleMessage()
  await storage.accept(tried, LEASE)
  return [waiting, fresh, tried.id]
}

describe('an operation', () => {
  it('never takes a recipient out of an attempt', async () => {
    const storage = await temporaryStorage()
    const ids = await threeMessages(storage)
    expect(await operate(storage, 'delete')).toEqual({ changed: 2, unchanged: 1 })
    expect(await statesOf(storage, ids)).toEqual(['cancelled', 'cancelled', 'active'])
    expect(await storage.recordResults('run-1', [delivered(ids[2])])).toBe(1)
  })

  it('sends now what waits or is held', async () => {
    const storage = await temporaryStorage()
    const [waiting, fresh] = await threeMessages(storage)
    await operate(storage, 'hold', { kind: 'ids', ids: [fresh] })
    expect(await storage.nextDueAt([])).toBe(NOON + 900_000)
    expect(await operate(storage, 'send-now')).toEqual({ changed: 2, unchanged: 1 })
    const claims = await storage.claimDue({
      now: NOON + 1_000,
      lease: LEASE,
      limit: 9,
      exceptRoutes: [],
    })
    expect(claims.map(({ id }) => id).sort()).toEqual([waiting, fresh].sort())
  })

  it('releases only what is held, and says so in the history with who did it', async () => {
    const storage = await temporaryStorage()
    const [waiting, fresh] = await threeMessages(storage)
    await operate(storage, 'hold', { kind: 'ids', ids: [waiting, waiting] })
    expect(await operate(storage, 'release')).toEqual({ changed: 1, unchanged: 2 })
    const detail = await storage.getMessage(waiting)
    expect(detail?.message.state).toBe('queued')
    expect(detail?.recipients[0]?.hold).toBe('released')
    expect(detail?.events.slice(-2)).toMatchObject([
      { kind: 'Hold', note: 'console', recipient: 'ann@example.test', at: NOON + 1_000 },
      { kind: 'Release', note: 'console' },
    ])
    expect((await storage.getMessage(fresh))?.events).toHaveLength(1)
  })

  it('removes the body of what it deletes', async () => {
    const storage = await temporaryStorage()
    const [id = ''] = await acceptSamples(storage, {})
    await operate(storage, 'delete')
    expect((await storage.getMessage(id))?.hasBody).toBe(false)
  })

  it('touches what its filter finds and nothing else', async () => {
    const storage = await temporaryStorage()
    const ids = await acceptSamples(
      storage,
      { sender: 'a@one.test' },
      { sender: 'b@two.test' },
      { sender: 'c@two.test', subject: 'urgent' },
    )
    const two: Selection = { kind: 'filter', filter: { sender: '*@two.test' } }
    expect(await operate(storage, 'hold', two)).toEqual({ changed: 2, unchanged: 0 })
    expect(await statesOf(storage, ids)).toEqual(['queued', 'held', 'held'])
    const nothing: Selection = { kind: 'filter', filter: { text: '***' } }
    expect(await operate(storage, 'delete', nothing)).toEqual({ changed: 0, unchanged: 0 })
  })

  it('counts ids that are unknown as unchanged', async () => {
    const storage = await temporaryStorage()
    const unknown: Selection = { kind: 'ids', ids: [sampleMessage().id] }
    expect(await operate(storage, 'hold', unknown)).toEqual({ changed: 0, unchanged: 1 })
  })

  it('goes on in slices with one audit entry, while other mail comes in', async () => {
    const storage = await temporaryStorage()
    await acceptSamples(storage, ...Array.from({ length: 1_100 }, () => ({})))
    const slices: number[] = []
    const arriving: Promise<void>[] = []
    const done = await storage.operate(
      { operation: 'hold', selection: EVERYTHING, now: NOON, actor: 'cli' },
      ({ changed }, touched) => {
        slices.push(touched.length)
        expect(changed).toBe(slices.reduce((sum, length) => sum + length))
        arriving.push(storage.accept(sampleMessage(), null))
      },
    )
    await Promise.all(arriving)
    expect(done).toEqual({ changed: 1_100, unchanged: 0 })
    expect(slices).toEqual(Array.from({ length: 22 }, () => 50))
    expect(await storage.countMessages({})).toMatchObject({ held: 1_100, queued: 22 })
    expect(await storage.listAudit(10)).toEqual([
      { at: NOON, actor: 'cli', action: 'queue hold', detail: { filter: {}, changed: 1_100, unchanged: 0 } },
    ])
  })
})

describe("the operator's bounce", () => {
  it('leases what is open, slice by slice, and passes over its own reports', async () => {
    const storage = await temporaryStorage()
    const [waiting, fresh, tried] = await threeMessages(storage)
    await operate(storage, 'hold', { kind: 'ids', ids: [fresh] })
    const lease = { owner: 'operator', until: NOON + 60_000 }
    const bounced: string[] = []
    let unchanged = 0
    for (let after: string | null = null, first = true; first || after !== null; first = false) {
      const slice: Awaited<ReturnType<Storage['claimSelected']>> = await storage.claimSelected({
        selection: EVERYTHING,
        now: NOON,
        lease,
        limit: 1,
        after,
      })
      for (const claim of slice.claims) {
        bounced.push(claim.id)
        const report = sampleMessage({ sender: '', recipients: ['scanner@office.test'] })
        const result = { ...refused(claim.id), event: { kind: 'AdminBounce', reply: OK } as const }
        expect(await storage.recordResultsWithReport('operator', [result], report)).toBe(1)
      }
      unchanged += slice.unchanged
      after = slice.last
    }
    expect(bounced).toEqual([waiting, fresh])
    expect(unchanged).toBe(1)
    expect(await statesOf(storage, [waiting, fresh, tried])).toEqual(['failed', 'failed', 'active'])
    expect(await storage.countMessages({})).toMatchObject({ queued: 2 })
  })

  it('leaves held mail held when it is cut off', async () => {
    const storage = await temporaryStorage()
    const ids = await acceptSamples(storage, {})
    await operate(storage, 'hold')
    const request = { selection: EVERYTHING, now: NOON, lease: LEASE, limit: 10, after: null }
    expect((await storage.claimSelected(request)).claims).toHaveLength(1)
    await storage.releaseLeases({ now: NOON, expiredOnly: false })
    expect(await statesOf(storage, ids)).toEqual(['held'])
  })
})

const OK = { code: null, enhanced: null, text: 'Returned by the operator.' }
