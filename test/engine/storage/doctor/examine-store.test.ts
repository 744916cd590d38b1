import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { examineStore } from '../../../../main/engine/storage/doctor/examine-store.ts'
import { openStorage } from '../../../../main/engine/storage/open-storage.ts'
import { openDatabase } from '../../../../main/engine/storage/workers/connection.ts'
import { decodeId } from '../../../../shared/domain/id.ts'
import { databaseOf, flipOctet, pagesOf, ruinPages } from '../../../support/damage.ts'
import { acceptSamples, NOON, sampleMessage } from '../../../support/sample-message.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'
import { temporaryStorage } from '../../../support/temporary-storage.ts'

const PLENTY = 2 ** 40

function examine(folder: string, repair = false, freeBytes = PLENTY) {
  return examineStore({ folder, repair, now: NOON, freeBytes })
}

/** Checks that found something, with what they came to. */
function found(folder: string, repair = false) {
  return examine(folder, repair)
    .filter(({ state }) => state === 'problem' || state === 'repaired')
    .map(({ check }) => check)
}

/** Three small messages, held, queued and in an attempt; one large. */
async function filledFolder() {
  const folder = await temporaryFolder()
  const storage = await openStorage({ folder })
  const ids = await acceptSamples(storage, { subject: 'First' }, { subject: 'Second' }, { subject: 'Third' })
  const large = sampleMessage({ subject: 'Large' })
  const writer = storage.createBody(large.id)
  await writer.write(new Uint8Array(300_000).fill(0x41))
  await storage.accept({ ...large, body: await writer.end() }, null)
  await storage.claimDue({ now: NOON, lease: { owner: 'me', until: NOON + 1 }, limit: 1, exceptRoutes: [] })
  await storage.setConfiguration({}, { at: NOON, actor: 'test', action: 'set', detail: {} })
  await storage.close()
  const body = join(folder, 'bodies', large.id.slice(-2), large.id)
  return { folder, ids, large: large.id, body }
}

function change(folder: string, sql: string, ...values: (string | number)[]): void {
  const database = openDatabase(databaseOf(folder), {})
  database.prepare(sql).run(...values)
  database.close()
}

test('a sound store is clean, and looking at it changes nothing', async () => {
  const { folder } = await filledFolder()
  const before = readFileSync(databaseOf(folder))
  const findings = examine(folder)
  expect(findings.filter(({ state }) => state === 'problem')).toEqual([])
  expect(findings.find(({ check }) => check === 'leases')).toMatchObject({ state: 'note' })
  expect(readFileSync(databaseOf(folder)).equals(before)).toBe(true)
})

test('a folder without a store, and one that is in use, are not looked at', async () => {
  expect(() => examine('/nowhere')).toThrow('no store of Mailroom')
  const { folder } = await filledFolder()
  await temporaryStorage({ folder })
  expect(() => examine(folder)).toThrow('in use')
})

describe.each<[string, string, (folder: string, ids: readonly string[]) => void]>([
  [
    'message-counts',
    'a wrong counter',
    (folder) => change(folder, 'UPDATE message_counts SET count = count + 5'),
  ],
  [
    'session-totals',
    'wrong totals of sessions',
    (folder) => change(folder, 'UPDATE session_totals SET count = 9'),
  ],
  [
    'text-index',
    'a message that search does not find',
    (folder, [id = '']) => change(folder, 'DELETE FROM message_text WHERE rowid = ?', decodeId(id)),
  ],
  [
    'message-missing',
    'recipients without a message',
    (folder, [id = '']) => change(folder, 'DELETE FROM messages WHERE key = ?', decodeId(id)),
  ],
  [
    'recipients-missing',
    'a message without its recipients',
    (folder, [id = '']) => change(folder, 'DELETE FROM recipients WHERE message_key = ?', decodeId(id)),
  ],
  [
    'body-missing',
    'a message without its content',
    (folder, [, id = '']) => change(folder, 'DELETE FROM bodies WHERE message_key = ?', decodeId(id)),
  ],
  [
    'schedule',
    'mail that would wait for ever',
    (folder, [, id = '']) =>
      change(folder, 'UPDATE recipients SET next_attempt_at = NULL WHERE message_key = ?', decodeId(id)),
  ],
  [
    'summary',
    'a list that shows another state',
    (folder, [, id = '']) =>
      change(folder, "UPDATE messages SET state = 'delivered' WHERE key = ?", decodeId(id)),
  ],
  [
    'history-unowned',
    'a history of nothing',
    (folder) => change(folder, "INSERT INTO events (message_key, number, at, kind) VALUES (5, 1, 1, 'Hold')"),
  ],
  [
    'plan-unowned',
    'a message that waits for no operation',
    (folder, [, id = '']) => change(folder, 'INSERT INTO pending_messages VALUES (?, 77)', decodeId(id)),
  ],
])('%s: %s', (check, _, damage) => {
  test('is found, repaired, and not found again; no message is destroyed', async () => {
    const { folder, ids } = await filledFolder()
    damage(folder, ids)
    expect(found(folder)).toContain(check)
    const repaired = examine(folder, true)
    expect(repaired.filter(({ state }) => state === 'problem')).toEqual([])
    expect(repaired.find((one) => one.check === check)).toMatchObject({ state: 'repaired' })
    expect(found(folder)).toEqual([])
    const storage = await temporaryStorage({ folder })
    for (const id of ids) expect(await storage.getMessage(id)).not.toBeNull()
  })
})

test('content whose message is gone with its recipients is put aside as a message file', async () => {
  const { folder, ids } = await filledFolder()
  const [id = ''] = ids
  for (const table of ['recipients', 'events'])
    change(folder, `DELETE FROM ${table} WHERE message_key = ?`, decodeId(id))
  change(folder, 'DELETE FROM messages WHERE key = ?', decodeId(id))
  change(folder, 'DELETE FROM message_text WHERE rowid = ?', decodeId(id))
  expect(found(folder)).toEqual(['body-unowned'])
  examine(folder, true)
  const [aside = ''] = readdirSync(join(folder, 'damaged'))
  const file = join(folder, 'damaged', aside, 'bodies', `${id}.eml`)
  expect(readFileSync(file, 'utf8')).toContain('Subject: Invoice')
  expect(found(folder)).toEqual([])
})

test('a body file that is gone, one that belongs to nothing, and octets that the disk changed', async () => {
  const first = await filledFolder()
  rmSync(first.body)
  expect(found(first.folder)).toEqual(['bodies-missing'])
  expect(found(first.folder, true)).toContain('bodies-missing')
  expect(found(first.folder)).toEqual([])

  const second = await filledFolder()
  flipOctet(second.body, 123_456)
  expect(found(second.folder)).toEqual(['bodies-changed'])
  examine(second.folder, true)
  const storage = await openStorage({ folder: second.folder })
  const detail = await storage.getMessage(second.large)
  expect([detail?.message.state, detail?.events.at(-1)?.note]).toEqual([
    'held',
    expect.stringContaining('the disk has changed it'),
  ])
  await storage.close()
  expect(found(second.folder)).toEqual([])

  const third = await filledFolder()
  mkdirSync(join(third.folder, 'bodies', 'ZZ'))
  writeFileSync(join(third.folder, 'bodies', 'ZZ', '000000000ZZ'), 'nobody knows me')
  expect(found(third.folder)).toEqual(['bodies-orphaned'])
  examine(third.folder, true)
  const [aside = ''] = readdirSync(join(third.folder, 'damaged'))
  expect(readFileSync(join(third.folder, 'damaged', aside, 'bodies', '000000000ZZ.eml'), 'utf8')).toBe(
    'nobody knows me',
  )
})

test('an octet of a small body that the disk changed is found by its sum', async () => {
  const { folder, ids } = await filledFolder()
  change(
    folder,
    "UPDATE bodies SET content = CAST('Subject: Invoice' || char(13, 10, 13, 10) || 'Jello' || char(13, 10) AS BLOB) WHERE message_key = ?",
    decodeId(ids[1] ?? ''),
  )
  expect(found(folder)).toEqual(['bodies-changed'])
})

test('keys that others can read are found, and closed', async () => {
  const { folder } = await filledFolder()
  writeFileSync(join(folder, 'secret.key'), 'key', { mode: 0o600 })
  chmodSync(join(folder, 'secret.key'), 0o644)
  expect(found(folder)).toEqual(['permissions'])
  examine(folder, true)
  expect(statSync(join(folder, 'secret.key')).mode & 0o777).toBe(0o600)
})

test('little room is said', async () => {
  const { folder } = await filledFolder()
  const findings = examine(folder, false, 1024)
  expect(findings.find(({ check }) => check === 'space')).toMatchObject({ state: 'problem' })
})

test('an index that does not agree with its table is made anew in its place', async () => {
  const { folder } = await filledFolder()
  // SQLite's own way to make a database lie: the index is of another column than it says.
  const database = openDatabase(databaseOf(folder), {})
  database.unsafeMode(true)
  database.pragma('writable_schema = ON')
  database.exec(
    "UPDATE sqlite_schema SET sql = 'CREATE INDEX messages_by_size ON messages (received_at)' WHERE name = 'messages_by_size'",
  )
  database.pragma('writable_schema = RESET')
  database.close()
  expect(found(folder)).toEqual(['database'])
  expect(found(folder, true)).toContain('database')
  expect(existsSync(join(folder, 'damaged'))).toBe(false)
  expect(found(folder)).toEqual([])
})

test('a ruined page is recovered around, and the damaged database is kept', async () => {
  const { folder, ids } = await filledFolder()
  ruinPages(folder, pagesOf(folder, 'events')[0]?.number ?? 0)
  expect(found(folder)).toEqual(['database'])
  examine(folder, true)
  expect(found(folder)).toEqual([])
  const [aside = ''] = readdirSync(join(folder, 'damaged'))
  expect(readdirSync(join(folder, 'damaged', aside))).toContain('mailroom.sqlite')
  const storage = await temporaryStorage({ folder })
  for (const id of ids) expect(await storage.getMessage(id)).not.toBeNull()
})
