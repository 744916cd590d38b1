import { Command, InvalidArgumentError, Option } from 'commander'
import type { QueueOperation } from '../../../shared/contract/queue.ts'
import { addDataOption, type DataOptions, folderOf } from '../data-option.ts'
import { CommandFailure, EXIT } from '../exit-codes.ts'
import { printJson, printLine } from '../output.ts'
import { withClient } from '../run-command.ts'
import { changeRecipient } from './change-recipient.ts'
import { exportToFolder, exportToOutput } from './export.ts'
import { listAsJson, listForPeople, readMessages } from './list.ts'
import { type OperateOptions, operate } from './operate.ts'
import { reroute } from './reroute.ts'
import {
  addFilterOptions,
  type FilterOptions,
  type SelectionOptions,
  toFilter,
  toId,
  toSelection,
} from './selection.ts'
import { showMessage } from './show.ts'

interface Json {
  readonly json?: boolean
}

const EXAMPLES = `
Examples:
  mailroom queue list --state deferred
  mailroom queue retry --route provider          send everything that waits for this route now
  mailroom queue show 0H7K2M9QX4A
  mailroom queue delete --sender '<>' --older-than 2d
  mailroom queue list --filter 'state:deferred domain:gmail.com age:>2h reply:4.7.*'
  mailroom queue reroute --filter 'route:provider' --to backup-provider
  mailroom queue change-recipient 0H7K2M9QX4A jon@ofice.test jon@office.test
  mailroom queue export --all --output ./mail

Exit codes: 0 done, 1 nothing was changed of what the ids name, 2 wrong usage, 69 the data folder cannot be opened.`

export function queueCommand(): Command {
  const command = new Command('queue')
    .description('look at the queue and change it')
    .addHelpText('after', EXAMPLES)
  command.addCommand(listCommand())
  command.addCommand(showCommand())
  command.addCommand(operationCommand('retry', 'send-now', 'send now, whatever the schedule says'))
  command.addCommand(operationCommand('hold', 'hold', 'keep from being tried until released'))
  command.addCommand(operationCommand('release', 'release', 'let held messages go on'))
  command.addCommand(operationCommand('delete', 'delete', 'remove without a report to the sender'))
  command.addCommand(operationCommand('bounce', 'bounce', 'give back to the sender with a report'))
  command.addCommand(rerouteCommand())
  command.addCommand(changeRecipientCommand())
  command.addCommand(exportCommand())
  command.addCommand(pauseCommand('pause', true, 'stop delivery, of everything or of one route'))
  command.addCommand(pauseCommand('resume', false, 'let delivery go on'))
  return command
}

function listCommand(): Command {
  const command = new Command('list').description('messages, newest first')
  addFilterOptions(addDataOption(command))
    .option('--limit <count>', 'at most that many', toCount)
    .option('--json', 'one JSON array')
  return command.action((options: DataOptions & FilterOptions & Json & { limit?: number }) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      const now = Date.now()
      const pages = readMessages(client, toFilter(options, now), options.limit)
      await (options.json ? listAsJson(pages) : listForPeople(pages, now))
      return undefined
    }),
  )
}

function showCommand(): Command {
  const command = new Command('show').description('one message with recipients and history').argument('<id>')
  addDataOption(command).option('--json', 'as JSON')
  return command.action((id: string, options: DataOptions & Json) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      const detail = await client.queue.get({ id: toId(id) })
      if (options.json) printJson(detail)
      else showMessage(detail)
      return undefined
    }),
  )
}

function operationCommand(name: string, operation: QueueOperation, description: string): Command {
  const command = new Command(name).description(description).argument('[ids...]')
  addFilterOptions(addDataOption(command))
    .option('--all', 'every message')
    .option('--yes', 'do not ask (only a terminal is asked, before delete and bounce)')
    .option('--json', 'the result as JSON')
  return command.action((ids: string[], options: DataOptions & SelectionOptions & OperateOptions) =>
    withClient({ folder: folderOf(options) }, ({ client }) =>
      operate(client, operation, toSelection(ids, options, Date.now()), options),
    ),
  )
}

function rerouteCommand(): Command {
  const command = new Command('reroute')
    .description('send by another route from now on, whatever the relay rules say')
    .argument('[ids...]')
  addFilterOptions(addDataOption(command))
    .addOption(new Option('--to <route>', 'the route to take').conflicts('byRules'))
    .option('--by-rules', 'instead of --to: let the relay rules decide again')
    .option('--all', 'every message')
    .option('--json', 'the result as JSON')
  return command.action(
    (ids: string[], options: DataOptions & SelectionOptions & Json & { to?: string; byRules?: boolean }) =>
      withClient({ folder: folderOf(options) }, ({ client }) => {
        if (options.to === undefined && !options.byRules)
          throw new CommandFailure(EXIT.usage, 'Say where to: --to <route>, or --by-rules.')
        const selection = toSelection(ids, options, Date.now())
        return reroute(client, options.to ?? null, selection, options.json === true)
      }),
  )
}

function changeRecipientCommand(): Command {
  const command = new Command('change-recipient')
    .description('another address for a recipient that still waits or is held')
    .argument('<id>', 'of the message')
    .argument('<old>', 'the address of the recipient, or its number in "queue show --json"')
    .argument('<new>', 'the address to send to instead')
  addDataOption(command)
  return command.action((id: string, old: string, address: string, options: DataOptions) =>
    withClient({ folder: folderOf(options) }, ({ client }) =>
      changeRecipient(client, toId(id), old, address),
    ),
  )
}

function exportCommand(): Command {
  const command = new Command('export')
    .description('the content of messages: one to standard output, or many into a folder')
    .argument('[ids...]')
  addFilterOptions(addDataOption(command))
    .option('--all', 'every message')
    .option('--output <folder>', 'write <id>.eml and <id>.json there')
    .option('--json', 'the result as JSON')
  return command.action(
    (ids: string[], options: DataOptions & SelectionOptions & Json & { output?: string }) =>
      withClient({ folder: folderOf(options) }, async ({ client }) => {
        const selection = toSelection(ids, options, Date.now())
        if (options.output !== undefined)
          return exportToFolder(client, selection, options.output, options.json === true)
        const [only, ...others] = selection.kind === 'ids' ? selection.ids : []
        if (only === undefined || others.length > 0)
          throw new CommandFailure(EXIT.usage, 'More than one message needs a folder: --output <folder>.')
        await exportToOutput(client, only)
        return undefined
      }),
  )
}

function pauseCommand(name: string, paused: boolean, description: string): Command {
  const command = new Command(name).description(description)
  addDataOption(command).option('--route <name>', 'only this route').option('--json', 'the result as JSON')
  return command.action((options: DataOptions & Json & { route?: string }) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      const pauses = await client.queue.pause({ route: options.route ?? null, paused })
      if (options.json) printJson(pauses)
      else
        printLine(
          `${options.route === undefined ? 'All delivery' : `Route "${options.route}"`} ${paused ? 'is paused' : 'goes on'}.`,
        )
      return undefined
    }),
  )
}

function toCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Write a whole number, 1 or more.')
  return Number(text)
}
