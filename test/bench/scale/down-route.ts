/** What healthy routes lose to one that is down while a hundred thousand messages wait on it. */

import { processorTime } from '../process-tree.ts'
import { deliver, measureCosts } from './message-costs.ts'
import type { CostRow, LimitRow } from './scale-rows.ts'
import { type ScaleServer, seededFolder, sendDown, startServer } from './scale-servers.ts'

const WAITING = 100_000
/** What the load leaves behind is written down in that time. */
const SETTLE_MS = 30_000
const IDLE_MS = 20_000

export async function measureDownRoute(options: {
  readonly rounds: number
  readonly messages: number
}): Promise<{ readonly costs: CostRow[]; readonly limits: LimitRow[] }> {
  const [up, down] = [
    await seededFolder(Math.round((WAITING / 6) * 7)),
    await seededFolder(Math.round((WAITING / 6) * 7)),
  ]
  sendDown(down)
  const servers = [
    await startServer('routes that are up', up),
    await startServer('one route down', down),
  ] as const
  try {
    const name = `deliver, while ${WAITING} wait on a route that is down`
    const jobs = [{ name, times: options.messages, run: deliver }]
    const costs = await measureCosts(servers, { rounds: options.rounds, jobs })
    return { costs, limits: await Promise.all(servers.map(idleCost)) }
  } finally {
    for (const server of servers) await server.stop()
  }
}

async function idleCost({ name, mailroom }: ScaleServer): Promise<LimitRow> {
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
  const before = await processorTime(mailroom.pid)
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS))
  const figure = ((await processorTime(mailroom.pid)) - before) / (IDLE_MS / 1000)
  return { name: `processor while nothing comes, ${name}`, unit: 'ms of each second', figure, limit: null }
}
