import { Command } from 'commander'
import type { Block } from '../../../shared/contract/security.ts'
import { durationSchema, parseDuration } from '../../../shared/domain/duration.ts'
import { addDataOption, type DataOptions, folderOf } from '../data-option.ts'
import { CommandFailure, EXIT } from '../exit-codes.ts'
import { formatTable, formatTime, plainText, printJson, printLine } from '../output.ts'
import { withClient } from '../run-command.ts'

interface Json {
  readonly json?: boolean
}

interface AddOptions extends DataOptions, Json {
  readonly for?: string
  readonly note?: string
}

const HELP = `
A blocked client hears 554 in place of a greeting, also where it is in a trusted network, and loses the sessions that it
has open. Addresses of this computer cannot be blocked.

Examples:
  mailroom block add 203.0.113.9 --for 7d --note "guesses passwords"
  mailroom block add 198.51.100.0/24
  mailroom block remove 203.0.113.9`

export function blockCommand(): Command {
  return new Command('block')
    .description('clients that are refused before anything else')
    .addHelpText('after', HELP)
    .addCommand(listCommand())
    .addCommand(addCommand())
    .addCommand(removeCommand())
}

function listCommand(): Command {
  const command = new Command('list').description('who is blocked now')
  addDataOption(command).option('--json', 'as JSON')
  return command.action((options: DataOptions & Json) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      const blocks = await client.security.blocks()
      if (options.json) printJson(blocks)
      else if (blocks.length === 0) printLine('Nobody is blocked.')
      else for (const line of formatTable(blocks.map(row))) printLine(line)
      return undefined
    }),
  )
}

function addCommand(): Command {
  const command = new Command('add')
    .description('refuse a client')
    .argument('<client>', 'an address, or a network as 203.0.113.0/24')
  addDataOption(command)
    .option('--for <duration>', 'as 30m, 2h or 7d; default: until it is removed')
    .option('--note <text>', 'why')
    .option('--json', 'the result as JSON')
  return command.action((name: string, options: AddOptions) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      const until = options.for === undefined ? null : Date.now() + spanOf(options.for)
      await client.security.block({ client: name, note: options.note ?? '', until })
      if (options.json) printJson({ client: name, until })
      else printLine(plainText(`${name} is blocked${until === null ? '' : ` until ${formatTime(until)}`}.`))
      return undefined
    }),
  )
}

function removeCommand(): Command {
  const command = new Command('remove').description('let it connect again').argument('<client>')
  addDataOption(command).option('--json', 'the result as JSON')
  return command.action((name: string, options: DataOptions & Json) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      await client.security.unblock({ client: name })
      if (options.json) printJson({ client: name })
      else printLine(plainText(`${name} may connect again.`))
      return undefined
    }),
  )
}

function spanOf(text: string): number {
  if (durationSchema.safeParse(text).success) return parseDuration(text)
  throw new CommandFailure(EXIT.usage, `"${plainText(text)}" is no span of time: write it as 30m, 2h or 7d.`)
}

function row({ client, until, since, note }: Block): string[] {
  const end = until === null ? 'until it is removed' : `until ${formatTime(until)}`
  return [client, `since ${formatTime(since)}`, end, plainText(note)]
}
