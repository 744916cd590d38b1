import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openStorage } from '../../../main/engine/storage/open-storage.ts'
import { DataFolderInUse, DiskFull } from '../../../main/engine/storage/storage-errors.ts'
import { DATABASE_FILE, openDatabase } from '../../../main/engine/storage/workers/connection.ts'
import { acceptSamples, NOON, sampleMessage } from '../../support/sample-message.ts'
import { delivered } from '../../support/sample-results.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { temporaryStorage } from '../../support/temporary-storage.ts'

const ACCEPTING = fileURLToPath(new URL('../../support/accept-until-killed.ts', import.meta.url))

describe('opening a data folder', () => {
  it('makes it for this user alone', async () => {
    const folder = join(await temporaryFolder(), 'a', 'data')
    await temporaryStorage({ folder })
    const modeOf = async (path: string) => (await stat(path)).mode & 0o777
    expect(await modeOf(folder)).toBe(0o700)
    expect(await modeOf(join(folder, DATABASE_FILE))).toBe(0o600)
    expect(await modeOf(join(folder, `${DATABASE_FILE}-wal`))).toBe(0o600)
  })

  it('refuses a second engine, and names the first', async () => {
    const folder = await temporaryFolder()
    const first = await openStorage({ folder })
    await expect(openStorage({ folder })).rejects.toMatchObject({ code: 'DATA_FOLDER_IN_USE', pid: null })
    await writeFile(join(folder, 'engine.json'), JSON.stringify({ pid: 4711 }))
    const refusal = await openStorage({ folder }).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(DataFolderInUse)
    expect(refusal).toMatchObject({ pid: 4711, folder })
    expect((refusal as Error).message).toContain('process 4711')
    await first.close()
    await (await openStorage({ folder })).close()
  })

  it('refuses another process too, also after this one was refused a second time', async () => {
    const folder = await temporaryFolder()
    await temporaryStorage({ folder })
    await expect(openStorage({ folder })).rejects.toBeInstanceOf(DataFolderInUse)
    const child = spawn(process.execPath, [ACCEPTING, folder], { stdio: ['ignore', 'ignore', 'pipe'] })
    let trouble = ''
    child.stderr.on('data', (chunk: Buffer) => {
      trouble += chunk.toString()
    })
    await once(child, 'close')
    expect(trouble).toContain('is in use by another Mailroom')
  })

  it('refuses a database of a later version and leaves it alone', async () => {
    const folder = await temporaryFolder()
    await (await openStorage({ folder })).close()
    const database = openDatabase(join(folder, DATABASE_FILE), {})
    database.pragma('user_version = 999')
    database.close()
    await expect(openStorage({ folder })).rejects.toMatchObject({
      code: 'SCHEMA_TOO_NEW',
      found: 999,
      message: expect.stringContaining('later version'),
    })
  })

  it('knows the highest id, and keeps the order of histories over runs', async () => {
    const folder = await temporaryFolder()
    const first = await openStorage({ folder })
    expect(first.lastId).toBeNull()
    const [id = ''] = await acceptSamples(first, {})
    const lease = { owner: 'me', until: NOON }
    await first.claimDue({ now: NOON, lease, limit: 1, exceptRoutes: [] })
    await first.close()
    const second = await temporaryStorage({ folder })
    expect(second.lastId).toBe(id)
    await second.recordResults('me', [delivered(id, 1, NOON - 99)])
    expect((await second.getMessage(id))?.events.map(({ kind }) => kind)).toEqual(['Reception', 'Delivery'])
  })
})

describe('an open store', () => {
  it('rejects what is asked after it was closed', async () => {
    const storage = await openStorage({ folder: await temporaryFolder() })
    const accepted = storage.accept(sampleMessage(), null)
    await storage.close()
    await accepted
    await expect(storage.countMessages({})).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    await expect(storage.nextDueAt([])).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    await storage.close()
  })

  it('fails alone for what does not go into a full disk, and goes on with the rest', async () => {
    const failures: Error[] = []
    const storage = await temporaryStorage({
      maximumBytes: 1024 * 1024,
      onWriteFailure: (error) => failures.push(error),
    })
    const [first = ''] = await acceptSamples(storage, {})
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () =>
        storage.accept(sampleMessage({ content: new Uint8Array(100_000) }), null),
      ),
    )
    const refusals = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(refusals.length).toBeGreaterThan(10)
    expect(failures).toHaveLength(refusals.length)
    for (const { reason } of refusals) {
      expect(reason).toBeInstanceOf(DiskFull)
      expect(reason).toMatchObject({ code: 'ENOSPC' })
    }
    expect(await storage.countMessages({})).toMatchObject({ queued: 21 - refusals.length })
    const lease = { owner: 'me', until: NOON }
    await storage.claimDue({ now: NOON, lease, limit: 100, exceptRoutes: [] })
    expect(await storage.recordResults('me', [delivered(first)])).toBe(1)
  })
})
