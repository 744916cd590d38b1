import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { StoreCheck } from '../../../main/engine/status/store-check.ts'
import type { CheckedSlice } from '../../../main/engine/storage/body-check.ts'
import { openStorage } from '../../../main/engine/storage/open-storage.ts'
import { openDatabase } from '../../../main/engine/storage/workers/connection.ts'
import { decodeId } from '../../../shared/domain/id.ts'
import { databaseOf, flipOctet, pagesOf, ruinPages } from '../../support/damage.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { acceptSamples, NOON, sampleMessage } from '../../support/sample-message.ts'
import { SilentLogger } from '../../support/silent-logger.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { temporaryStorage } from '../../support/temporary-storage.ts'

const HOUR = 3_600_000

/** 450 small messages, which are three slices, and two large ones; closed. */
async function filledFolder() {
  const folder = await temporaryFolder()
  const storage = await openStorage({ folder })
  const ids = await acceptSamples(
    storage,
    ...Array.from({ length: 450 }, (_, number) => ({ subject: `Invoice ${number}` })),
  )
  const large: string[] = []
  for (const subject of ['Large', 'Larger']) {
    const message = sampleMessage({ subject })
    const writer = storage.createBody(message.id)
    await writer.write(new Uint8Array(300_000).fill(0x41))
    await storage.accept({ ...message, body: await writer.end() }, null)
    large.push(message.id)
  }
  await storage.close()
  return { folder, ids, large }
}

function change(folder: string, sql: string, value: number): void {
  const database = openDatabase(databaseOf(folder), {})
  database.prepare(sql).run(value)
  database.close()
}

const pathOf = (folder: string, id: string) => join(folder, 'bodies', id.slice(-2), id)

test('once a day every content is read: what is missing or changed is held with a reason, the rest goes on', async () => {
  const { folder, ids, large } = await filledFolder()
  const [small = '', other = ''] = [ids[10], ids[400]]
  change(
    folder,
    "UPDATE bodies SET content = CAST(replace(CAST(content AS TEXT), 'Hello', 'Jello') AS BLOB) WHERE message_key = ?",
    decodeId(small),
  )
  change(folder, 'DELETE FROM bodies WHERE message_key = ?', decodeId(other))
  flipOctet(pathOf(folder, large[0] ?? ''), 7)
  const storage = await temporaryStorage({ folder })
  rmSync(pathOf(folder, large[1] ?? ''))
  const clock = new FakeClock(NOON)
  let lost = 0
  const slices: Promise<CheckedSlice>[] = []
  const check = new StoreCheck({
    storage: {
      checkSlice(request) {
        const slice = storage.checkSlice(request)
        slices.push(slice)
        return slice
      },
    },
    clock,
    logger: new SilentLogger(),
    onLost: (messages) => {
      lost += messages
    },
  })
  check.start()
  do {
    clock.advance(HOUR)
    await slices.at(-1)
    await new Promise((resolve) => setImmediate(resolve))
  } while ((await slices.at(-1))?.last !== null)
  await check.stop()
  expect(slices.length).toBeGreaterThan(3)
  expect(lost).toBe(4)
  for (const id of [small, other, ...large]) {
    const detail = await storage.getMessage(id)
    expect(detail?.message.state).toBe('held')
    expect(detail?.events.at(-1)?.note).toMatch(
      /^Held: the content of this message (was lost|is not what was accepted)/,
    )
  }
  expect((await storage.countMessages({})).queued).toBe(448)
})

test('mail in an attempt is left to it', async () => {
  const { folder, large } = await filledFolder()
  const storage = await temporaryStorage({ folder })
  rmSync(pathOf(folder, large[0] ?? ''))
  await storage.claimDue({
    now: NOON,
    lease: { owner: 'me', until: NOON + HOUR },
    limit: 1_000,
    exceptRoutes: [],
  })
  let after: number | null = 0
  let lost = 0
  while (after !== null) {
    const slice = await storage.checkSlice({ after, now: NOON })
    after = slice.last
    lost += slice.lost
  }
  expect(lost).toBe(0)
  expect((await storage.getMessage(large[0] ?? ''))?.message.state).toBe('active')
})

test('a page that is damaged deep inside stops the store, and the next start recovers', async () => {
  const { folder, ids } = await filledFolder()
  const failures: Error[] = []
  const first = await openStorage({ folder, onFailure: (error) => failures.push(error) })
  ruinPages(folder, pagesOf(folder, 'events').find(({ type }) => type === 'leaf')?.number ?? 0)
  const failed = (async () => {
    for (let after: number | null = 0; after !== null; )
      after = (await first.checkSlice({ after, now: NOON })).last
  })()
  await expect(failed).rejects.toMatchObject({ code: 'SQLITE_CORRUPT' })
  expect(failures).toMatchObject([{ code: 'STORE_DAMAGED' }])
  await first.close()
  let reason = ''
  const second = await temporaryStorage({ folder, onRecovery: (why) => (reason = why) })
  expect(reason).toContain('cannot be read')
  for (const id of ids.slice(0, 20)) expect((await second.getMessage(id))?.message.state).toBe('queued')
})
