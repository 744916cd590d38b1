/** From the start of the process until it says that it listens, and the memory it has then and after a look around. */
import { rm } from 'node:fs/promises'
import { MailroomProcess } from '../../support/mailroom-process.ts'
import { BUILT_PROGRAM } from '../mailroom-server.ts'
import { residentMemory } from '../process-tree.ts'
import { median } from '../results.ts'
import type { LimitRow } from './scale-rows.ts'
import { type ScaleServer, seededFolder } from './scale-servers.ts'

const EMPTY_LIMIT_MS = 1_500
const FULL_LIMIT_MS = 2_500
const MEMORY_LIMIT_MIB = 350

export async function measureStarts(
  full: string,
  { open, rounds }: { readonly open: number; readonly rounds: number },
): Promise<LimitRow[]> {
  const empty = await seededFolder(0)
  const times: [number[], number[], number[]] = [[], [], []]
  try {
    for (let round = 0; round < rounds; round++) {
      times[0].push(await startTime())
      times[1].push(await startTime(empty))
      times[2].push(await startTime(full))
    }
  } finally {
    await rm(empty, { recursive: true, force: true })
  }
  const row = (name: string, limit: number, figures: readonly number[]) => ({
    ...{ name, unit: 'ms', limit, figure: median(figures) ?? 0 },
  })
  return [
    row('start to listening, no data folder yet', EMPTY_LIMIT_MS, times[0]),
    row('start to listening, empty data folder', EMPTY_LIMIT_MS, times[1]),
    row(`start to listening, ${open} queued`, FULL_LIMIT_MS, times[2]),
  ]
}

async function startTime(data?: string): Promise<number> {
  const began = performance.now()
  const config = { console: { port: 0 }, listeners: [{ name: 'lan', host: '127.0.0.1', port: 0 }] }
  const mailroom = await MailroomProcess.start({
    ...(data === undefined ? { config } : { data }),
    program: BUILT_PROGRAM,
  })
  const took = performance.now() - began
  await mailroom.stop()
  return took
}

/** Looking around: a few searches and counts. */
export async function measureMemory(server: ScaleServer): Promise<LimitRow[]> {
  const { mailroom } = server
  const started = await memoryRow(server, 'after the start')
  await mailroom.call('GET', '/status')
  for (const text of ['invoice', 'scan', 'roof']) {
    await mailroom.call('POST', '/queue/search', { filter: { text } })
    await mailroom.call('POST', '/queue/counts', { filter: { text } })
  }
  return [started, await memoryRow(server, 'after searches and counts')]
}

export async function memoryRow({ name, mailroom }: ScaleServer, when: string): Promise<LimitRow> {
  const figure = await residentMemory(mailroom.pid)
  return { name: `resident memory with ${name}, ${when}`, unit: 'MiB', figure, limit: MEMORY_LIMIT_MIB }
}
