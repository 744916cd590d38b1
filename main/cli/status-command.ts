import { Command } from 'commander'
import type { Status } from '../../shared/contract/system.ts'
import { addDataOption, type DataOptions, folderOf } from './data-option.ts'
import { EXIT } from './exit-codes.ts'
import { plainText, printJson, printLine } from './output.ts'
import { withClient } from './run-command.ts'

export function statusCommand(): Command {
  const command = new Command('status').description('is mail flowing, and what needs attention')
  addDataOption(command).option('--json', 'as JSON')
  return command.action((options: DataOptions & { json?: boolean }) =>
    withClient({ folder: folderOf(options) }, async ({ client, online }) => {
      const status = await client.system.status()
      if (options.json) printJson({ running: online, ...status })
      else show(status, online)
      return online ? EXIT.ok : EXIT.unavailable
    }),
  )
}

function show(status: Status, online: boolean): void {
  printLine(
    online ? `Mailroom ${status.version} is running (process ${status.pid}).` : 'Mailroom is not running.',
  )
  for (const { name, host, port, state } of online ? status.listeners : [])
    printLine(`Listener "${name}" at ${host}:${port}: ${state}`)
  const { queued, active, deferred, held, failed } = status.counts
  printLine(`${queued + active} on their way, ${deferred} deferred, ${held} held, ${failed} failed.`)
  for (const { text } of status.attention) printLine(plainText(`! ${text}`))
}
