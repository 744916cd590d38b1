import { expect, it, onTestFinished } from 'vitest'
import { listMessages } from '../../../main/engine/storage/queries/list-messages.ts'
import { addAddressFunctions } from '../../../main/engine/storage/search/address-functions.ts'
import { addPatience } from '../../../main/engine/storage/search/patience.ts'
import { createConnection, openReadDatabase } from '../../../main/engine/storage/workers/connection.ts'
import type { QueueFilter, QueueSort } from '../../../shared/contract/queue.ts'
import { acceptSamples, NOON } from '../../support/sample-message.ts'
import { deferred, delivered } from '../../support/sample-results.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { temporaryStorage } from '../../support/temporary-storage.ts'

const LEASE = { owner: 'run-1', until: NOON + 60_000 }

/** Six hundred messages, a third of them waiting, and a reader of their store. */
async function manyMessages() {
  const folder = await temporaryFolder()
  const storage = await temporaryStorage({ folder })
  const samples = Array.from({ length: 600 }, (_, index) => ({
    receivedAt: NOON + ((index * 7) % 211) * 1_000,
    subject: index % 97 === 5 ? 'rare' : 'common',
    content: 'x'.repeat(((index * 5) % 131) + 1),
  }))
  const ids = await acceptSamples(storage, ...samples)
  await storage.claimDue({ now: NOON + 999_000, lease: LEASE, limit: 600, exceptRoutes: [] })
  await storage.recordResults(
    'run-1',
    ids.map((id, index) =>
      index % 3 === 0 ? deferred(id, NOON + ((index * 11) % 89) * 1_000) : delivered(id),
    ),
  )
  const database = openReadDatabase(folder)
  onTestFinished(() => void database.close())
  addAddressFunctions(database)
  addPatience(database)
  return createConnection(database)
}

const FILTERS: readonly QueueFilter[] = [
  { listener: 'lan', subject: '*are' },
  { states: ['deferred', 'delivered'], subject: '*are' },
  { reply: '4.7.*', subject: '*r*r*' },
  { reply: '250*', subject: '*o*' },
  { subject: '*nothing*' },
]
const SORTS = (['receivedAt', 'nextAttemptAt', 'size'] as const).flatMap((by) =>
  (['ascending', 'descending'] as const).map((direction): QueueSort => ({ by, direction })),
)

it('a search without patience answers in many pages what a patient one finds, in the same order', async () => {
  const connection = await manyMessages()
  const read = (filter: QueueFilter, sort: QueueSort, patience: number) => {
    const ids: string[] = []
    let pages = 0
    let cursor: string | null = null
    do {
      const page = listMessages(connection, { filter, sort, cursor, limit: 50, patience, few: 0 })
      ids.push(...page.rows.map(({ id }) => id))
      cursor = page.nextCursor
      pages += 1
    } while (cursor !== null)
    return { ids, pages }
  }
  for (const filter of FILTERS)
    for (const sort of SORTS) {
      const patient = read(filter, sort, 60_000)
      const impatient = read(filter, sort, 0)
      expect(impatient.ids).toEqual(patient.ids)
      expect(new Set(impatient.ids).size).toBe(impatient.ids.length)
      expect(impatient.pages).toBeGreaterThan(patient.pages)
    }
})

it.each<QueueFilter>([
  { text: 'ann@office.test' },
  { sender: 'ann@office.test' },
  { recipient: 'bob@far.test' },
  { recipientDomain: 'far.test', subject: '*' },
])(
  'what few messages have is answered at once and whole, without patience for a walk: %o',
  async (filter) => {
    const folder = await temporaryFolder()
    const storage = await temporaryStorage({ folder })
    const [rare] = await acceptSamples(
      storage,
      { sender: 'ann@office.test', recipients: ['bob@far.test'] },
      ...Array.from({ length: 300 }, () => ({
        sender: 'anna@office.test',
        recipients: ['bobby@office.test'],
      })),
    )
    await storage.countMessages({ text: 'indexed' })
    const database = openReadDatabase(folder)
    onTestFinished(() => void database.close())
    addAddressFunctions(database)
    addPatience(database)
    const connection = createConnection(database)
    for (const sort of SORTS) {
      const page = listMessages(connection, { filter, sort, cursor: null, limit: 50, patience: 0, few: 0 })
      expect([page.rows.map(({ id }) => id), page.nextCursor]).toEqual([[rare], null])
    }
  },
)
