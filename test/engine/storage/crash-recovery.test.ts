import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { temporaryStorage } from '../../support/temporary-storage.ts'
import { waitFor } from '../../support/wait-for.ts'

const PROGRAM = fileURLToPath(new URL('../../support/accept-until-killed.ts', import.meta.url))

/** Lets another process accept so many messages, kills it in the middle of more, and answers the acknowledged ids. */
async function acceptAndKill(folder: string, count: number): Promise<string[]> {
  const child = spawn(process.execPath, [PROGRAM, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  const acknowledged = () => output.split('\n').slice(0, -1)
  await waitFor('accepted messages', () => acknowledged().length >= count)
  child.kill('SIGKILL')
  await once(child, 'close')
  return acknowledged()
}

it('has every acknowledged message after a kill, with its body, and no files besides', async () => {
  const folder = await temporaryFolder()
  const ids = [...(await acceptAndKill(folder, 100)), ...(await acceptAndKill(folder, 50))]
  const storage = await temporaryStorage({ folder })
  const { queued } = await storage.countMessages({})
  expect(queued).toBeGreaterThanOrEqual(ids.length)
  // In flight at the kill: at most the ten of each run may be there without having been acknowledged.
  expect(queued).toBeLessThanOrEqual(ids.length + 20)

  const named = new Set<string>()
  const list = { filter: {}, sort: { by: 'receivedAt', direction: 'ascending' } as const, cursor: null }
  const { rows } = await storage.listMessages({ ...list, limit: 100_000, now: 0 })
  for (const { id, size } of rows) {
    const { content } = await storage.readBody(id, size)
    expect(content.byteLength).toBe(size)
    if (size === 300_000) named.add(id)
  }
  for (const id of ids) expect(rows.some((row) => row.id === id)).toBe(true)
  const entries = await readdir(join(folder, 'bodies'), { recursive: true, withFileTypes: true })
  const found = entries.filter((entry) => entry.isFile()).map(({ name }) => name)
  expect(found.sort()).toEqual([...named].sort())
}, 60_000)
