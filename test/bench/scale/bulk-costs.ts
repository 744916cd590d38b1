/** Hold and release of many messages: what each costs beside a small and a large queue. */
import type { OperationView } from '../../../shared/contract/operations.ts'
import type { QueueFilter } from '../../../shared/contract/queue.ts'
import { waitFor } from '../../support/wait-for.ts'
import { type CostRow, medianSpent } from './scale-rows.ts'
import type { ScaleServer } from './scale-servers.ts'
import { type Spent, spent } from './spent.ts'

type Kind = 'hold' | 'release'

/** Some ten thousand of a million that came in over five days. */
const NEWEST_MS = 60 * 60_000

/** Kept from being sent: what is released is due at once. */
export async function measureBulk(
  [small, large]: readonly [ScaleServer, ScaleServer],
  rounds: number,
): Promise<CostRow[]> {
  const servers = [small, large]
  const since = Date.now() - NEWEST_MS
  for (const { mailroom } of servers) await mailroom.call('POST', '/queue/pause', { paused: true })
  const costs: Record<Kind, [Spent[], Spent[]]> = { hold: [[], []], release: [[], []] }
  for (let round = 0; round < rounds; round++)
    for (const kind of ['hold', 'release'] as const)
      for (const [place, server] of servers.entries())
        costs[kind][place]?.push(await costOf(server, kind, place === 0 ? 0 : since))
  return (['hold', 'release'] as const).map((kind) => ({
    name: `${kind} in bulk`,
    small: medianSpent(costs[kind][0]),
    large: medianSpent(costs[kind][1]),
  }))
}

async function costOf({ mailroom }: ScaleServer, kind: Kind, since: number): Promise<Spent> {
  let changed = 0
  const cost = await spent(mailroom.pid, async () => {
    changed = (await operate(mailroom, kind, waiting(kind, since))).changed
  })
  return { wall: cost.wall / changed, processor: cost.processor / changed }
}

/** All that waits in the small queue, and of the large one the newest of some minutes. */
function waiting(kind: Kind, newerThan: number): QueueFilter {
  return { states: kind === 'hold' ? ['queued', 'deferred'] : ['held'], receivedAfter: newerThan }
}

/** Rejects where it does not end as done. */
export async function operate(
  mailroom: ScaleServer['mailroom'],
  kind: Kind,
  filter: QueueFilter,
  onProgress: (view: OperationView) => void = () => {},
): Promise<OperationView> {
  const selection = { kind: 'filter', filter }
  const { id } = await mailroom.call<OperationView>('POST', '/operations', { operation: { kind }, selection })
  let view: OperationView | undefined
  await waitFor(
    `the end of ${kind}`,
    async () => {
      view = (await mailroom.call<OperationView[]>('GET', '/operations')).find((one) => one.id === id)
      if (view) onProgress(view)
      return view?.endedAt != null
    },
    600_000,
  )
  if (view?.phase !== 'done') throw new Error(`${kind} ended as ${view?.phase}: ${view?.problem}`)
  return view
}
