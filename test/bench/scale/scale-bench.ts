/**
 * npm run bench:scale: what a large queue costs, beside a small one in the same run.
 *
 *   --queue N     open messages in the large queue (default 1000000)
 *   --small N     and in the small one (default 1000)
 *   --rounds N    rounds of each row, in turn; the tables show medians (default 5)
 *   --messages N  messages in a round (default 1000)
 *   --parts LIST  of start,costs,meanwhile,bulk,down (default: all)
 */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { BUILT_PROGRAM } from '../mailroom-server.ts'
import { measureBulk } from './bulk-costs.ts'
import { measureDownRoute } from './down-route.ts'
import { measureMailMeanwhile } from './mail-meanwhile.ts'
import { jobs, measureCosts } from './message-costs.ts'
import { printCosts, printLimits } from './scale-rows.ts'
import { seededFolder, startServer } from './scale-servers.ts'
import { measureMemory, measureStarts, memoryRow } from './start-costs.ts'

const { values } = parseArgs({
  options: {
    queue: { type: 'string', default: '1000000' },
    small: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
    messages: { type: 'string', default: '1000' },
    parts: { type: 'string', default: 'start,costs,meanwhile,bulk,down' },
  },
})
const parts = values.parts.split(',')
const [queue, rounds, messages] = [Number(values.queue), Number(values.rounds), Number(values.messages)]

async function main(): Promise<void> {
  if (!existsSync(BUILT_PROGRAM)) execFileSync('npm', ['run', 'build'], { stdio: 'inherit' })
  if (parts.some((part) => part !== 'down')) await measureLargeQueue()
  if (!parts.includes('down')) return
  const { costs, limits } = await measureDownRoute({ rounds, messages })
  printCosts(costs)
  printLimits(limits)
}

async function measureLargeQueue(): Promise<void> {
  const folder = await seededFolder(queue)
  if (parts.includes('start')) printLimits(await measureStarts(folder, { open: queue, rounds }))
  const large = await startServer(`${queue} queued`, folder)
  const small = await startServer(`${values.small} queued`, await seededFolder(Number(values.small)))
  try {
    if (parts.includes('start')) printLimits(await measureMemory(large))
    if (parts.includes('costs'))
      printCosts(await measureCosts([small, large], { rounds, jobs: jobs(messages) }))
    if (parts.includes('meanwhile')) printLimits(await measureMailMeanwhile(large))
    if (parts.includes('bulk')) printCosts(await measureBulk([small, large], rounds))
    if (parts.includes('start')) printLimits([await memoryRow(large, 'at the end of it all')])
  } finally {
    await small.stop()
    await large.stop()
  }
}

await main()
