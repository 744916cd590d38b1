import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { openStorage } from '../../../../main/engine/storage/open-storage.ts'
import type { RecoveryReport } from '../../../../main/engine/storage/recovery/set-aside-folder.ts'
import type { Storage } from '../../../../main/engine/storage/storage.ts'
import { openDatabase } from '../../../../main/engine/storage/workers/connection.ts'
import { databaseOf, garbage, overwrite, PAGE, pagesOf, ruinPages } from '../../../support/damage.ts'
import { acceptSamples, NOON, sampleMessage } from '../../../support/sample-message.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'
import { temporaryStorage } from '../../../support/temporary-storage.ts'

const MESSAGES = 300

/** A store with small and large bodies, of which half of the messages have two recipients; closed. */
async function filledFolder(count = MESSAGES): Promise<{ folder: string; ids: string[]; large: string }> {
  const folder = await temporaryFolder()
  const storage = await openStorage({ folder })
  const samples = Array.from({ length: count }, (_, index) => ({
    subject: `Invoice ${index}`,
    content: contentOf(index),
    recipients: index % 2 === 0 ? ['ann@example.test'] : ['ann@example.test', 'bob@example.test'],
    receivedAt: NOON + index,
  }))
  const ids = await acceptSamples(storage, ...samples)
  const large = sampleMessage({ subject: 'Large' })
  const writer = storage.createBody(large.id)
  await writer.write(new Uint8Array(300_000).fill(0x41))
  await storage.accept({ ...large, body: await writer.end() }, null)
  await storage.setConfiguration(
    { hostname: 'relay.office.test' },
    { at: NOON, actor: 'test', action: 'set', detail: {} },
  )
  await storage.close()
  return { folder, ids, large: large.id }
}

/** Some fill a page of their own, some go on in others. */
function contentOf(index: number): string {
  return `Subject: Invoice ${index}\r\n\r\n${'x'.repeat(index % 10 === 0 ? 20_000 : 500)}\r\n`
}

async function reopen(folder: string): Promise<{ storage: Storage; report: RecoveryReport | null }> {
  let report: RecoveryReport | null = null
  const storage = await temporaryStorage({
    folder,
    now: () => NOON,
    onRecovery: (_, made) => {
      report = made
    },
  })
  return { storage, report }
}

async function readAll(storage: Storage, ids: readonly string[]) {
  const found = { whole: 0, held: 0, missing: 0 }
  for (const [index, id] of ids.entries()) {
    const detail = await storage.getMessage(id)
    if (detail === null) found.missing += 1
    else if (detail.message.state === 'held') found.held += 1
    else {
      expect((await buffer(await storage.openBody(id))).toString()).toBe(contentOf(index))
      found.whole += 1
    }
  }
  return found
}

function isSound(folder: string): boolean {
  const database = openDatabase(databaseOf(folder), { readonly: true })
  try {
    return database.pragma('integrity_check', { simple: true }) === 'ok'
  } finally {
    database.close()
  }
}

test('a header that is overwritten costs nothing: every message is there, and the damaged file is kept', async () => {
  const { folder, ids, large } = await filledFolder()
  overwrite(databaseOf(folder), 0, garbage(100))
  const { storage, report } = await reopen(folder)
  expect(report).toMatchObject({ messages: MESSAGES + 1, lost: 0, held: 0, settingsLost: false })
  expect(await readAll(storage, ids)).toEqual({ whole: MESSAGES, held: 0, missing: 0 })
  expect((await buffer(await storage.openBody(large))).length).toBe(300_000)
  expect(await storage.getConfiguration()).toEqual({ hostname: 'relay.office.test' })
  expect(readdirSync(join(folder, report?.folder ?? ''))).toContain('mailroom.sqlite')
  expect(
    (
      await storage.listMessages({
        filter: { text: 'Invoice 42' },
        sort: { by: 'receivedAt', direction: 'ascending' },
        cursor: null,
        limit: 5,
        now: NOON,
      })
    ).rows,
  ).toHaveLength(1)
  expect(isSound(folder)).toBe(true)
})

test('the whole first page, with the schema, may be gone', async () => {
  const { folder, ids } = await filledFolder()
  ruinPages(folder, 1)
  const { storage, report } = await reopen(folder)
  expect(report?.messages).toBe(MESSAGES + 1)
  const { missing } = await readAll(storage, ids)
  expect(missing).toBe(0)
})

describe.each(['messages', 'recipients', 'bodies', 'events'])('of the table %s', (table) => {
  test('a ruined page in the middle takes no more than what lies in it, and what is left of a message waits for a person', async () => {
    const { folder, ids } = await filledFolder()
    const leaves = pagesOf(folder, table).filter(({ type }) => type === 'leaf')
    ruinPages(folder, leaves[Math.floor(leaves.length / 2)]?.number ?? 0)
    const { storage, report } = await reopen(folder)
    expect(report).not.toBeNull()
    const found = await readAll(storage, ids)
    expect(found.whole).toBeGreaterThan(MESSAGES - 110)
    // Only a message whose body lies in the row and whose recipients are known is told from nothing at all.
    expect(found.missing).toBe(0)
    expect(isSound(folder)).toBe(true)
  })

  test('a ruined page above others loses at most the rows that lie in it', async () => {
    const { folder, ids } = await filledFolder(table === 'events' ? MESSAGES : 1_500)
    const above = pagesOf(folder, table).filter(({ type }) => type === 'internal')
    expect(above.length).toBeGreaterThan(0)
    ruinPages(folder, above[0]?.number ?? 0)
    const { storage, report } = await reopen(folder)
    expect(report).not.toBeNull()
    const found = await readAll(storage, ids)
    expect(found.missing).toBe(0)
    expect(found.whole).toBeGreaterThan(ids.length - 60)
  })
})

test('a ruined index is made anew, and nothing is lost or held', async () => {
  const { folder, ids } = await filledFolder()
  ruinPages(folder, pagesOf(folder, 'messages_by_reception').find(({ type }) => type === 'leaf')?.number ?? 0)
  const { storage, report } = await reopen(folder)
  expect(report).toMatchObject({ lost: 0, held: 0 })
  expect(await readAll(storage, ids)).toEqual({ whole: MESSAGES, held: 0, missing: 0 })
})

test('a file that is cut off gives what is before the cut', async () => {
  const { folder, ids } = await filledFolder()
  const pages = pagesOf(folder, 'bodies')
  truncateSync(databaseOf(folder), (pages[Math.floor(pages.length / 2)]?.number ?? 0) * PAGE)
  const { storage, report } = await reopen(folder)
  expect(report?.reason).toContain('cut off')
  const found = await readAll(storage, ids)
  expect(found.whole).toBeGreaterThan(0)
  expect(isSound(folder)).toBe(true)
})

test.each([
  ['empty', Buffer.alloc(0)],
  ['of another kind', Buffer.from('%PDF-1.7 this is no database at all\n'.repeat(500))],
])('a file that is %s is set aside and said, and bodies without a message are kept', async (_, content) => {
  const { folder, large } = await filledFolder(3)
  writeFileSync(databaseOf(folder), content)
  const { storage, report } = await reopen(folder)
  expect(report).toMatchObject({ messages: 0, settingsLost: true })
  expect(readdirSync(join(folder, report?.folder ?? '', 'bodies'))).toEqual([`${large}.eml`])
  expect(readdirSync(join(folder, report?.folder ?? ''))).toContain('mailroom.sqlite')
  const [id = ''] = await acceptSamples(storage, {})
  expect(await storage.getMessage(id)).not.toBeNull()
})

test('what was committed and not yet moved into the database is taken from its journal, of a damaged database too', async () => {
  const { folder, ids } = await filledFolder()
  const running = await openStorage({ folder })
  const late = await acceptSamples(running, { subject: 'Late' }, { subject: 'Later' })
  const copy = await temporaryFolder()
  for (const name of readdirSync(folder).filter((file) => file.startsWith('mailroom.sqlite')))
    copyFileSync(join(folder, name), join(copy, name))
  await running.close()
  overwrite(databaseOf(copy), 0, garbage(100))
  // The first page may be in the journal, and then SQLite needs that of the file no more than we do.
  const { storage, report } = await reopen(copy)
  expect(report?.messages).toBe(ids.length + 3)
  for (const id of late) expect((await storage.getMessage(id))?.message.state).toBe('queued')
})

test('where only the journal is left, the messages in it are recovered, and held', async () => {
  const { folder } = await filledFolder(20)
  const running = await openStorage({ folder })
  const late = await acceptSamples(running, { subject: 'Late' }, { subject: 'Later' })
  const copy = await temporaryFolder()
  copyFileSync(join(folder, 'mailroom.sqlite-wal'), join(copy, 'mailroom.sqlite-wal'))
  await running.close()
  const { storage, report } = await reopen(copy)
  expect(report?.reason).toContain('missing')
  for (const id of late) expect((await storage.getMessage(id))?.message.state).toBe('held')
})

test('a journal whose end is torn counts up to its last whole commit', async () => {
  const { folder, ids } = await filledFolder(20)
  const running = await openStorage({ folder })
  for (let number = 0; number < 5; number += 1) await acceptSamples(running, { subject: `Late ${number}` })
  const copy = await temporaryFolder()
  for (const name of ['mailroom.sqlite', 'mailroom.sqlite-wal'])
    copyFileSync(join(folder, name), join(copy, name))
  await running.close()
  const journal = join(copy, 'mailroom.sqlite-wal')
  overwrite(journal, statSync(journal).size - 3 * PAGE, garbage(2 * PAGE))
  const { storage } = await reopen(copy)
  expect((await readAll(storage, ids)).whole).toBe(20)
})

test('a body file that is gone holds its message with a reason; one without a message is removed as before', async () => {
  const { folder, large } = await filledFolder(2)
  const path = join(folder, 'bodies', large.slice(-2), large)
  rmSync(path)
  const stray = join(folder, 'bodies', '0A', '0000000000A')
  mkdirSync(join(folder, 'bodies', '0A'), { recursive: true })
  writeFileSync(stray, 'no message has this')
  let lost = 0
  const storage = await temporaryStorage({ folder, onBodiesLost: (count) => (lost += count) })
  const detail = await storage.getMessage(large)
  expect([lost, detail?.message.state]).toEqual([1, 'held'])
  expect(detail?.events.at(-1)?.note).toContain('content of this message was lost')
  expect(existsSync(stray)).toBe(false)
})
