import { createInterface } from 'node:readline/promises'
import type { Client } from '../../../shared/contract/contract.ts'
import type { QueueOperation, Selection } from '../../../shared/contract/queue.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { printJson, printLine } from '../output.ts'

export interface OperateOptions {
  readonly yes?: boolean
  readonly json?: boolean
}

const DONE: Record<QueueOperation, string> = {
  'send-now': 'due now',
  hold: 'held',
  release: 'released',
  delete: 'deleted',
  bounce: 'bounced',
}

/** Deleting and bouncing cannot be undone: a person at a terminal is asked before more than named messages go. */
export async function operate(
  client: Client,
  operation: QueueOperation,
  selection: Selection,
  options: OperateOptions,
): Promise<ExitCode> {
  if (isDangerous(operation, selection) && !(await confirmed(client, operation, selection, options))) {
    printLine('Nothing was changed.')
    return EXIT.failed
  }
  const result = await client.queue.operate({ operation, selection })
  if (options.json) printJson(result)
  else {
    const rest = result.unchanged > 0 ? `, ${result.unchanged} left as they are` : ''
    printLine(`${result.changed} ${result.changed === 1 ? 'message' : 'messages'} ${DONE[operation]}${rest}.`)
  }
  return selection.kind === 'ids' && result.changed === 0 ? EXIT.failed : EXIT.ok
}

function isDangerous(operation: QueueOperation, selection: Selection): boolean {
  return selection.kind === 'filter' && (operation === 'delete' || operation === 'bounce')
}

async function confirmed(
  client: Client,
  operation: QueueOperation,
  selection: Selection,
  options: OperateOptions,
): Promise<boolean> {
  if (options.yes || options.json || !process.stdin.isTTY || !process.stdout.isTTY) return true
  const filter = selection.kind === 'filter' ? selection.filter : {}
  const counts = await client.queue.counts({ filter })
  const open = counts.queued + counts.active + counts.deferred + counts.held
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    const answer = await terminal.question(
      `${operation} ${open} ${open === 1 ? 'message' : 'messages'}? [y/N] `,
    )
    return /^y(es)?$/i.test(answer.trim())
  } finally {
    terminal.close()
  }
}
