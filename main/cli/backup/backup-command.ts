import { Command } from 'commander'
import type { BackupView } from '../../../shared/contract/backups.ts'
import { addDataOption, type DataOptions, folderOf } from '../data-option.ts'
import { formatTable, formatTime, printJson, printLine } from '../output.ts'
import { withClient } from '../run-command.ts'
import { restoreCommand } from './restore-command.ts'
import { verifyCommand } from './verify-command.ts'

const EXAMPLES = `
A backup holds the configuration, accounts, queue with bodies, history and sessions. Secrets in it stay sealed: on another
computer they have to be entered again, or brought by "mailroom config export --with-secrets".

Examples:
  mailroom backup create
  mailroom backup list
  mailroom backup verify 2026-11-22-174530.mailroom-backup
  mailroom backup restore 2026-11-22-174530.mailroom-backup
  mailroom config set backups.every 1d             by themselves, into the data folder`

export function backupCommand(): Command {
  return new Command('backup')
    .description('copies of the whole data folder, and the way back to one')
    .addHelpText('after', EXAMPLES)
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(verifyCommand())
    .addCommand(restoreCommand())
    .addCommand(removeCommand())
}

type Options = DataOptions & { readonly json?: boolean }

function createCommand(): Command {
  const command = new Command('create').description('make a backup; mail goes on')
  addDataOption(command).option('--json', 'as JSON')
  return command.action((options: Options) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      const made = await client.backups.create()
      if (options.json) printJson(made)
      else printLine(`${made.name} is in ${folderOf(options)}/backups.`)
      return undefined
    }),
  )
}

function listCommand(): Command {
  const command = new Command('list').description('the backups in the data folder, newest first')
  addDataOption(command).option('--json', 'as JSON')
  return command.action((options: Options) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      const found = await client.backups.list()
      if (options.json) printJson(found)
      else if (found.length === 0) printLine('There is no backup yet: "mailroom backup create" makes one.')
      else for (const line of formatTable(found.map(row))) printLine(line)
      return undefined
    }),
  )
}

function row(backup: BackupView): string[] {
  const { name, createdAt, size, reason, openMessages, problem } = backup
  const mebibytes = `${(size / 1024 ** 2).toFixed(1)} MiB`
  return [name, formatTime(createdAt), mebibytes, reason, problem ?? `${openMessages} waiting in it`]
}

function removeCommand(): Command {
  const command = new Command('remove').description('delete a backup').argument('<name>')
  return addDataOption(command).action((name: string, options: DataOptions) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      await client.backups.remove({ name })
      printLine(`${name} is deleted.`)
      return undefined
    }),
  )
}
