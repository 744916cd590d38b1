import { Command } from 'commander'
import type { ClientNetwork } from '../../../shared/domain/client-network.ts'
import { addDataOption, type DataOptions, folderOf } from '../data-option.ts'
import { formatTable, plainText, printJson, printLine } from '../output.ts'
import { withClient } from '../run-command.ts'

export function networkCommand(): Command {
  return new Command('network')
    .description('clients that are known by their address')
    .addCommand(listCommand())
}

function listCommand(): Command {
  const command = new Command('list').description('named networks and what their clients may')
  addDataOption(command).option('--json', 'as JSON')
  return command.action((options: DataOptions & { json?: boolean }) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      const networks = await client.networks.list()
      if (options.json) printJson(networks)
      else if (networks.length === 0) printLine('No networks.')
      else for (const line of formatTable(networks.map(row))) printLine(line.trimEnd())
      return undefined
    }),
  )
}

function row({ name, enabled, addresses, trusted, allowedSenders, tolerate }: ClientNetwork): string[] {
  const rights = trusted ? `sends as ${allowedSenders.join(', ') || 'nobody'}` : 'not trusted'
  const profile = tolerate.length === 0 ? '' : `legacy: ${tolerate.join(', ')}`
  return [name, enabled ? 'on' : 'off', addresses.join(', '), rights, profile].map(plainText)
}
