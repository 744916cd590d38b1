import { existsSync } from 'node:fs'
import { rm, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { writeRestoreState } from '../../../main/engine/backup/restore-state.ts'
import { unpackBackup } from '../../../main/engine/backup/unpack-backup.ts'
import type { ConfigInput } from '../../../shared/domain/config.ts'
import { TemporaryEngine } from '../../support/temporary-engine.ts'
import { waitFor } from '../../support/wait-for.ts'

const OFFICE: ConfigInput = {
  routes: [{ name: 'sandbox', kind: 'capture' }],
  rules: [{ name: 'All', match: {}, action: { kind: 'route', route: 'sandbox' } }],
}

const LARGE = `${'x'.repeat(900)}\r\n`.repeat(400)

function submit({ engine }: TemporaryEngine, subject: string, body = 'Good morning\r\n') {
  const content = Buffer.from(`From: a@office.test\r\nSubject: ${subject}\r\n\r\n${body}`)
  return engine.submit({ sender: 'a@office.test', recipients: ['b@example.test'], content })
}

const pause = ({ client }: TemporaryEngine, paused: boolean) => client.queue.pause({ route: null, paused })

async function stateOf({ client }: TemporaryEngine, id: string) {
  return (await client.queue.get({ id })).message.state
}

/** Two messages wait in the backup and were delivered since; a third came after it and waits. */
async function office() {
  const first = await TemporaryEngine.start({ config: OFFICE })
  await pause(first, true)
  const small = await submit(first, 'Small')
  const large = await submit(first, 'Large', LARGE)
  const backup = await first.client.backups.create()
  await pause(first, false)
  await waitFor('delivery', async () =>
    (await first.client.queue.counts({})).delivered === 2 ? true : undefined,
  )
  await pause(first, true)
  const later = await submit(first, 'Later', LARGE)
  return { first, backup, small, large, later }
}

test('holds what waits in the backup alone, and takes along what waits now', async () => {
  const { first, backup, small, large, later } = await office()
  expect(backup).toMatchObject({ reason: 'manual', openMessages: 2, problem: null, version: '0.0.0-test' })
  await first.client.backups.restore({ name: backup.name })
  const second = await first.restart()

  expect(await stateOf(second, small)).toBe('held')
  expect(await stateOf(second, large)).toBe('held')
  expect(await stateOf(second, later)).toBe('queued')
  const { events } = await second.client.queue.get({ id: small })
  expect(events.at(-1)).toMatchObject({
    kind: 'Hold',
    note: expect.stringContaining('may have been delivered'),
  })
  for (const id of [large, later])
    expect((await second.client.queue.source({ id })).size).toBeGreaterThan(LARGE.length)
  const found = await second.client.queue.list({ filter: { text: 'Later' } })
  expect(found.rows.map(({ id }) => id)).toEqual([later])
  await second.engine.queue.operate('release', { kind: 'ids', ids: [small] }, 'test')
  await pause(second, false)
  await waitFor('what was taken along to be delivered', async () =>
    (await second.client.queue.counts({})).delivered === 2 ? true : undefined,
  )
})

test('keeps what the restore replaced as a backup of its own, and one can go back to it', async () => {
  const { first, backup, small } = await office()
  await first.client.backups.restore({ name: backup.name })
  const second = await first.restart()
  const kept = await waitFor('the backup of what was replaced', async () =>
    (await second.client.backups.list()).find(({ reason }) => reason === 'before-restore'),
  )
  expect(kept).toMatchObject({ openMessages: 1, problem: null })
  await waitFor(
    'what was replaced to be gone',
    () => !existsSync(join(second.folder, 'replaced')) || undefined,
  )
  await second.client.backups.restore({ name: kept.name })
  const third = await second.restart()
  // It waits (held) in what was in use, so that it goes on waiting.
  expect(await stateOf(third, small)).toBe('held')
})

test('of the backups that restores made, the newest three stay; those that somebody made all do', async () => {
  const { first, backup } = await office()
  const own = await first.client.backups.create()
  const made = async ({ client }: TemporaryEngine) =>
    (await client.backups.list()).filter(({ reason }) => reason === 'before-restore')
  let engine = first
  const names: string[] = []
  for (let number = 1; number <= 4; number += 1) {
    await engine.client.backups.restore({ name: backup.name })
    engine = await engine.restart()
    const running = engine
    const newest = await waitFor('what was replaced to be packed', async () =>
      (await made(running)).find(({ name }) => !names.includes(name)),
    )
    names.unshift(newest.name)
  }
  await waitFor('the oldest to go', async () => (await made(engine)).length === 3 || undefined)
  expect((await made(engine)).map(({ name }) => name)).toEqual(names.slice(0, 3))
  const left = (await engine.client.backups.list()).map(({ name }) => name)
  expect(left).toEqual(expect.arrayContaining([backup.name, own.name]))
})

test('brings back the configuration and says in the audit who restored what', async () => {
  const { first, backup } = await office()
  await first.client.routes.create({ item: { name: 'other', kind: 'capture', maxConnections: 2 } as never })
  await first.client.backups.restore({ name: backup.name })
  const second = await first.restart()
  expect((await second.client.routes.list()).map(({ name }) => name)).toEqual(['sandbox'])
  const audit = await second.engine.storage.listAudit(50)
  expect(audit.find(({ action }) => action === 'backup restored')).toMatchObject({
    actor: 'test',
    detail: { name: backup.name, held: 2, carried: 1, sendAgain: false },
  })
  // What happened after the backup is not forgotten.
  expect(audit.map(({ action }) => action)).toContain('route added')
})

test('sends what the backup holds again where it was told to', async () => {
  const { first, backup, small } = await office()
  await first.client.backups.restore({ name: backup.name, sendAgain: true })
  const second = await first.restart()
  expect(await stateOf(second, small)).toBe('queued')
})

test('a deletion that can still be undone is not carried out by a restore', async () => {
  const { first, backup, later } = await office()
  await first.client.operations.start({
    operation: { kind: 'delete' },
    selection: { kind: 'ids', ids: [later] },
    undoWindow: 60_000,
  })
  await waitFor('the plan', async () => (await stateOf(first, later)) === 'held')
  await first.client.backups.restore({ name: backup.name })
  const second = await first.restart()
  expect(await stateOf(second, later)).toBe('held')
  expect(await second.client.operations.list()).toEqual([])
  const { message, recipients } = await second.client.queue.get({ id: later })
  expect([message.pending, recipients[0]?.hold]).toEqual([null, 'operator'])
})

test('gives new messages ids above all that ever were', async () => {
  const { first, backup, later } = await office()
  await pause(first, false)
  await waitFor('delivery', async () =>
    (await first.client.queue.counts({})).delivered === 3 ? true : undefined,
  )
  await first.client.backups.restore({ name: backup.name })
  const second = await first.restart()
  await expect(second.client.queue.get({ id: later })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(second.engine.storage.lastId ?? '').toSatisfy((last: string) => last >= later)
})

test.each(['moved', 'settled'] as const)('finishes a restore that was cut off when %s', async (phase) => {
  const { first, backup, small, later } = await office()
  await first.client.backups.restore({ name: backup.name })
  await first.stop()
  const { folder } = first
  // As a crash leaves it: the step was done, the file says so, the next one was not begun.
  await runUntil(folder, phase, backup.name)
  const second = await first.restart()
  expect(await stateOf(second, small)).toBe('held')
  expect(await stateOf(second, later)).toBe('queued')
})

test('a restore that fails leaves everything as it was, and says so', async () => {
  const { first, backup, later } = await office()
  await first.client.backups.restore({ name: backup.name })
  await first.stop()
  await writeFile(join(first.folder, 'restore', 'mailroom.sqlite'), 'not a database'.repeat(500))
  const second = await first.restart()
  expect(await stateOf(second, later)).toBe('queued')
  expect((await second.engine.status()).attention.map(({ kind }) => kind)).toContain('backup')
  expect(existsSync(join(second.folder, 'restore.json'))).toBe(false)
  expect(existsSync(join(second.folder, 'replaced'))).toBe(false)
})

test('refuses a backup that was cut off, before anything is touched', async () => {
  const { first, backup } = await office()
  await truncate(join(first.folder, 'backups', backup.name), Math.floor(backup.size / 2))
  await expect(first.client.backups.restore({ name: backup.name })).rejects.toMatchObject({
    code: 'INVALID',
    message: expect.stringContaining('damaged'),
  })
  expect(existsSync(join(first.folder, 'restore.json'))).toBe(false)
})

test('a backup goes out in chunks and comes back in chunks', async () => {
  const { first, backup } = await office()
  const { base64, nextOffset } = await first.client.backups.read({ name: backup.name, offset: 0 })
  expect(nextOffset).toBeNull()
  const content = Buffer.from(base64, 'base64')
  expect(content).toHaveLength(backup.size)
  await first.client.backups.remove({ name: backup.name })
  expect(await first.client.backups.list()).toEqual([])

  const half = Math.floor(content.length / 2)
  const part = (from: number, to: number) => content.subarray(from, to).toString('base64')
  const { name } = backup
  await first.client.backups.write({ name, offset: 0, base64: part(0, half), last: false })
  await first.client.backups.write({ name, offset: half, base64: part(half, content.length), last: true })
  expect(await first.client.backups.list()).toEqual([backup])
  await expect(
    first.client.backups.write({
      name: 'other.mailroom-backup',
      offset: 0,
      base64: part(0, half),
      last: true,
    }),
  ).rejects.toMatchObject({ code: 'INVALID' })
})

test.each(['withdrawn', 'returning'] as const)(
  'goes on going back where it was cut off when %s',
  async (phase) => {
    const { first, backup, later } = await office()
    await first.client.backups.restore({ name: backup.name })
    await first.stop()
    const { folder } = first
    await runUntil(folder, 'settled', backup.name)
    const { rename, mkdir } = await import('node:fs/promises')
    const state = { backup: backup.name, actor: 'test', sendAgain: false }
    await writeRestoreState(folder, { ...state, phase })
    if (phase === 'returning') {
      // The database of before is back, its bodies are not.
      await mkdir(join(folder, 'restore', 'withdrawn'), { recursive: true })
      await rename(join(folder, 'mailroom.sqlite'), join(folder, 'restore', 'withdrawn', 'mailroom.sqlite'))
      await rename(join(folder, 'replaced', 'mailroom.sqlite'), join(folder, 'mailroom.sqlite'))
    }
    const second = await first.restart()
    expect(await stateOf(second, later)).toBe('queued')
    expect((await second.client.queue.source({ id: later })).size).toBeGreaterThan(LARGE.length)
    expect((await second.client.queue.counts({})).delivered).toBe(2)
    expect(existsSync(join(folder, 'restore.json'))).toBe(false)
  },
)

test('unpacking ends before the disk is full', async () => {
  const { first, backup } = await office()
  const target = join(first.folder, 'elsewhere')
  const unpacked = unpackBackup(join(first.folder, 'backups', backup.name), target, {
    hasRoom: async () => false,
  })
  await expect(unpacked).rejects.toMatchObject({ code: 'ENOSPC' })
})

async function runUntil(folder: string, phase: 'moved' | 'settled', backup: string): Promise<void> {
  const { link, rename, mkdir } = await import('node:fs/promises')
  const replaced = join(folder, 'replaced')
  await mkdir(replaced)
  for (const part of ['mailroom.sqlite', 'bodies']) await rename(join(folder, part), join(replaced, part))
  const state = { backup, actor: 'test', sendAgain: false }
  await writeRestoreState(folder, { ...state, phase: 'moved' })
  if (phase === 'moved') return
  // Settled, and a part of it is in its place already.
  const { withCopier } = await import('../../../main/engine/storage/copies/open-copier.ts')
  const path = join(folder, 'restore', 'mailroom.sqlite')
  const settle = { path, replaced: join(replaced, 'mailroom.sqlite'), now: Date.now(), ...state }
  const { bodyFiles } = await withCopier((copier) => copier.settle(settle))
  for (const id of bodyFiles) {
    const body = join('bodies', id.slice(-2), id)
    await mkdir(dirname(join(folder, 'restore', body)), { recursive: true })
    await link(join(replaced, body), join(folder, 'restore', body))
  }
  await writeRestoreState(folder, { ...state, phase: 'settled' })
  await rename(path, join(folder, 'mailroom.sqlite'))
}

test('unpacking writes nothing but what a backup has', async () => {
  const { first, backup } = await office()
  const target = join(first.folder, 'elsewhere')
  const read: number[] = []
  await unpackBackup(join(first.folder, 'backups', backup.name), target, {
    hasRoom: async () => true,
    onOctets: (octets) => read.push(octets),
    onUnpacked: () => read.push(-1),
  })
  expect(read.slice(-2)).toEqual([backup.size, -1])
  expect(await first.client.backups.progress()).toBeNull()
  expect(existsSync(join(target, 'mailroom.sqlite'))).toBe(true)
  expect(existsSync(join(target, 'secret.key'))).toBe(false)
  await rm(target, { recursive: true })
})
