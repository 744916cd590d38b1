import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '../../../shared/contract/contract.ts'
import type { OperationView } from '../../../shared/contract/operations.ts'
import type { Selection } from '../../../shared/contract/queue.ts'
import { CommandFailure, EXIT, type ExitCode } from '../exit-codes.ts'
import { printJson, printLine } from '../output.ts'

/** Milliseconds between two looks at how far it is. */
const LOOK_EVERY = 100

/** route: null lets the relay rules decide again. Ends when all of the selected messages were gone through. */
export async function reroute(
  client: Client,
  route: string | null,
  selection: Selection,
  json: boolean,
): Promise<ExitCode> {
  const { id } = await client.operations.start({ operation: { kind: 'reroute', route }, selection })
  const { phase, changed, unchanged, problem } = await ended(client, id)
  if (phase !== 'done') throw new CommandFailure(EXIT.failed, problem ?? 'It was cancelled.')
  if (json) printJson({ changed, unchanged })
  else {
    const rest = unchanged > 0 ? `, ${unchanged} left as they are` : ''
    const way = route === null ? 'by the relay rules again' : `by the route "${route}"`
    printLine(`${changed} ${changed === 1 ? 'message goes' : 'messages go'} ${way}${rest}.`)
  }
  return selection.kind === 'ids' && changed === 0 ? EXIT.failed : EXIT.ok
}

async function ended(client: Client, id: string): Promise<OperationView> {
  for (;;) {
    const view = (await client.operations.list()).find((one) => one.id === id)
    if (!view)
      throw new CommandFailure(EXIT.failed, 'What became of it is no longer known: look at the queue.')
    if (view.phase !== 'running') return view
    await sleep(LOOK_EVERY)
  }
}
