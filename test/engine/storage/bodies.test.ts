import { createHash } from 'node:crypto'
import { access, mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { INLINE_LIMIT } from '../../../main/engine/storage/body-store.ts'
import { openStorage } from '../../../main/engine/storage/open-storage.ts'
import type { Storage } from '../../../main/engine/storage/storage.ts'
import { nextId, sampleMessage } from '../../support/sample-message.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { temporaryStorage } from '../../support/temporary-storage.ts'

const MIB = 1024 * 1024

/** Accepts a message of so many octets, written in chunks of 64 KiB; answers its id and the hash of its body. */
async function acceptOctets(storage: Storage, octets: number): Promise<{ id: string; hash: string }> {
  const message = sampleMessage()
  const writer = storage.createBody(message.id)
  const hash = createHash('sha256')
  for (let written = 0; written < octets; ) {
    const chunk = Buffer.alloc(Math.min(65_536, octets - written), written % 251)
    hash.update(chunk)
    await writer.write(chunk)
    written += chunk.length
  }
  await storage.accept({ ...message, body: await writer.end() }, null)
  return { id: message.id, hash: hash.digest('hex') }
}

async function hashOf(storage: Storage, id: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of await storage.openBody(id)) hash.update(chunk as Uint8Array)
  return hash.digest('hex')
}

describe('a body', () => {
  it.each([0, 1, INLINE_LIMIT, INLINE_LIMIT + 1, 3 * MIB])(
    'of %i octets comes back as it was written',
    async (octets) => {
      const folder = await temporaryFolder()
      const storage = await temporaryStorage({ folder })
      const { id, hash } = await acceptOctets(storage, octets)
      expect(await hashOf(storage, id)).toBe(hash)
      const start = await storage.readBody(id, 100)
      expect(start.size).toBe(octets)
      expect(start.content.byteLength).toBe(Math.min(100, octets))
      const isFile = await access(join(folder, 'bodies', id.slice(-2), id)).then(
        () => true,
        () => false,
      )
      expect(isFile).toBe(octets > INLINE_LIMIT)
    },
  )

  it('of 100 MiB costs memory for what is on its way only', async () => {
    const storage = await temporaryStorage()
    await acceptOctets(storage, 4 * MIB)
    const peak = { value: 0 }
    const used = () => {
      const { heapUsed, external, arrayBuffers } = process.memoryUsage()
      return heapUsed + Math.max(external, arrayBuffers)
    }
    const before = used()
    const watch = setInterval(() => {
      peak.value = Math.max(peak.value, used() - before)
    }, 5)
    try {
      const { id, hash } = await acceptOctets(storage, 100 * MIB)
      expect(await hashOf(storage, id)).toBe(hash)
    } finally {
      clearInterval(watch)
    }
    // Garbage that waits for its collection is in it: the bound is far below one copy, and above what V8 lets lie.
    expect(peak.value).toBeLessThan(64 * MIB)
  }, 60_000)

  it('makes a sender wait that is faster than the disk', async () => {
    const storage = await temporaryStorage()
    const writer = storage.createBody(nextId())
    let unwaited = 0
    for (let wait: Promise<void> | undefined; wait === undefined && unwaited < 64 * MIB; unwaited += 65_536)
      wait = writer.write(new Uint8Array(65_536))
    expect(unwaited).toBeLessThan(2 * MIB)
    await writer.abort()
  })

  it('leaves nothing when it is aborted, however far it came', async () => {
    const folder = await temporaryFolder()
    const storage = await temporaryStorage({ folder })
    const small = storage.createBody(nextId())
    await small.write(new Uint8Array(10))
    await small.abort()
    const half = storage.createBody(nextId())
    await half.write(new Uint8Array(MIB))
    await half.abort()
    const whole = storage.createBody(nextId())
    await whole.write(new Uint8Array(MIB))
    await whole.end()
    await whole.abort()
    await whole.abort()
    expect(await files(folder)).toEqual([])
  })

  it('of an accepted message cannot be aborted any more', async () => {
    const storage = await temporaryStorage()
    const message = sampleMessage()
    const writer = storage.createBody(message.id)
    await writer.write(new Uint8Array(MIB))
    await storage.accept({ ...message, body: await writer.end() }, null)
    await writer.abort()
    expect((await storage.readBody(message.id, 10)).size).toBe(MIB)
  })

  it('that cannot be written rejects its writer, and nothing is left', async () => {
    const folder = await temporaryFolder()
    const storage = await temporaryStorage({ folder })
    await writeFile(join(folder, 'bodies'), 'in the way')
    const writer = storage.createBody(nextId())
    await writer.write(new Uint8Array(MIB))?.catch(() => undefined)
    await expect(writer.end()).rejects.toMatchObject({ code: expect.stringMatching(/^E/) })
    await writer.abort()
  })
})

describe('files of bodies', () => {
  it('without a message are removed at start, and only those', async () => {
    const folder = await temporaryFolder()
    const first = await openStorage({ folder })
    const { id } = await acceptOctets(first, MIB)
    await first.close()
    const orphan = nextId()
    await mkdir(join(folder, 'bodies', orphan.slice(-2)), { recursive: true })
    await writeFile(join(folder, 'bodies', orphan.slice(-2), orphan), 'from before a crash')
    const storage = await temporaryStorage({ folder })
    expect(await files(folder)).toEqual([id])
    expect((await storage.readBody(id, 1)).size).toBe(MIB)
  })

  it('are for this user alone', async () => {
    const folder = await temporaryFolder()
    const storage = await temporaryStorage({ folder })
    const { id } = await acceptOctets(storage, MIB)
    const { mode } = await stat(join(folder, 'bodies', id.slice(-2), id))
    expect(mode & 0o777).toBe(0o600)
  })
})

async function files(folder: string): Promise<string[]> {
  const entries = await readdir(join(folder, 'bodies'), { recursive: true, withFileTypes: true }).catch(
    () => [],
  )
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}
