/** What accepting, delivering, listing and searching cost beside a small and a large queue, in turn. */
import { runProgram } from '../../support/run-program.ts'
import { waitFor } from '../../support/wait-for.ts'
import { type CostRow, medianSpent } from './scale-rows.ts'
import type { ScaleServer } from './scale-servers.ts'
import { type Spent, spent } from './spent.ts'

interface Job {
  readonly name: string
  /** Does it so often. */
  run(server: ScaleServer, times: number): Promise<void>
  readonly times: number
}

const list = (sort: string, states?: string[]) => ({
  filter: states ? { states } : {},
  sort: { by: sort, direction: 'descending' },
})

/** What only looks comes first: mail that the bench sends would be the newest of both queues. */
export function jobs(messages: number): Job[] {
  return [
    { name: 'list, newest first', times: 100, run: pages(list('receivedAt')) },
    { name: 'list, next attempt', times: 100, run: pages(list('nextAttemptAt', ['deferred'])) },
    { name: 'list, largest first', times: 100, run: pages(list('size')) },
    { name: 'search, a word', times: 50, run: pages({ filter: { text: 'invoice' } }) },
    { name: 'search, sender and domain', times: 50, run: pages(SENDER_AND_DOMAIN) },
    { name: 'search, one message', times: 50, run: pages({ filter: { text: '700@office.test' } }) },
    { name: 'search, a reply', times: 50, run: pages({ filter: { reply: '4.7.*' } }) },
    {
      name: 'accept (4 KiB, held)',
      times: messages,
      run: (server, times) => send(server, 'kept.test', times),
    },
    { name: 'accept and deliver (4 KiB)', times: messages, run: deliver },
  ]
}

const SENDER_AND_DOMAIN = { filter: { sender: 'shop@*', recipientDomain: 'customer.test' } }

export async function measureCosts(
  [small, large]: readonly [ScaleServer, ScaleServer],
  { rounds, jobs: all }: { readonly rounds: number; readonly jobs: readonly Job[] },
): Promise<CostRow[]> {
  const rows: CostRow[] = []
  for (const job of all) {
    const costs: [Spent[], Spent[]] = [[], []]
    // The first round warms both up.
    for (let round = 0; round <= rounds; round++)
      for (const [place, server] of [small, large].entries()) {
        const cost = await spent(server.mailroom.pid, () => job.run(server, job.times))
        if (round > 0)
          costs[place]?.push({ wall: cost.wall / job.times, processor: cost.processor / job.times })
      }
    rows.push({ name: job.name, small: medianSpent(costs[0]), large: medianSpent(costs[1]) })
    process.stderr.write(`scale: ${job.name}\n`)
  }
  return rows
}

/** Postfix's smtp-source, 20 sessions that stay. */
export async function send({ mailroom }: ScaleServer, domain: string, messages: number): Promise<void> {
  const args = ['-s', '20', '-d', '-l', '4096', '-m', String(messages), '-M', 'client.office.test']
  const addresses = ['-f', 'bench@office.test', '-t', `someone@${domain}`]
  const to = `127.0.0.1:${mailroom.port()}`
  const { code, stderr } = await runProgram('smtp-source', [...args, ...addresses, to], { timeout: 300_000 })
  if (code !== 0) throw new Error(`smtp-source ended with ${code}: ${stderr}`)
}

export async function deliver(server: ScaleServer, messages: number): Promise<void> {
  const target = server.sink.messages + messages
  await send(server, 'provider.test', messages)
  await waitFor(`${target} messages at the next hop`, () => server.sink.messages >= target, 300_000)
}

function pages(request: object): Job['run'] {
  return async ({ mailroom }, times) => {
    for (let time = 0; time < times; time++) await mailroom.call('POST', '/queue/search', request)
  }
}
