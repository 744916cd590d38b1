import { Command } from 'commander'
import { addDataOption, type DataOptions, folderOf } from '../data-option.ts'
import { plainText, printJson, printLine } from '../output.ts'
import { withClient } from '../run-command.ts'
import { appPasswordCommand } from './app-password-command.ts'
import { findAccount } from './find-account.ts'
import { printAccount, printAccounts } from './print-accounts.ts'
import { addRightsOptions, type RightsOptions, withRights } from './rights-options.ts'

interface Json {
  readonly json?: boolean
}

const EXAMPLES = `
Examples:
  mailroom account add scanner --senders 'scan@office.example' --from '*@office.example'
  mailroom account set scanner --messages-per-hour 100 --networks 192.168.1.0/24
  mailroom account set temp --expires 2027-01-31
  mailroom account app-password add scanner "copier, first floor"
  mailroom account show scanner

Passwords are generated and shown once.`

export function accountCommand(): Command {
  return new Command('account')
    .description('who may sign in and what they may send')
    .addHelpText('after', EXAMPLES)
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(addCommand())
    .addCommand(setCommand())
    .addCommand(removeCommand())
    .addCommand(passwordCommand())
    .addCommand(appPasswordCommand())
}

function listCommand(): Command {
  const command = new Command('list').description('all accounts with what they have sent')
  addDataOption(command).option('--json', 'as JSON')
  return command.action((options: DataOptions & Json) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      const accounts = await client.accounts.list()
      if (options.json) printJson(accounts)
      else printAccounts(accounts)
      return undefined
    }),
  )
}

function showCommand(): Command {
  const command = new Command('show').description('one account').argument('<username>')
  addDataOption(command).option('--json', 'as JSON')
  return command.action((username: string, options: DataOptions & Json) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      const account = await findAccount(client, username)
      if (options.json) printJson(account)
      else printAccount(account)
      return undefined
    }),
  )
}

function addCommand(): Command {
  const command = new Command('add').description('a new account').argument('<username>')
  addRightsOptions(addDataOption(command)).option('--json', 'the password as JSON')
  return command.action((username: string, options: DataOptions & RightsOptions & Json) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      const { password } = await client.accounts.create({ username, ...withRights({}, options) })
      printPassword(username, password, options)
      return undefined
    }),
  )
}

function setCommand(): Command {
  const command = new Command('set').description('change what an account may').argument('<username>')
  addRightsOptions(addDataOption(command)).option('--json', 'the result as JSON')
  return command.action((username: string, options: DataOptions & RightsOptions & Json) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      const before = await findAccount(client, username)
      const { password } = await client.accounts.update({ username, ...withRights(before, options) })
      if (password !== null || options.json) printPassword(username, password, options)
      else printLine(plainText(`Account "${username}" is changed.`))
      return undefined
    }),
  )
}

function removeCommand(): Command {
  const command = new Command('remove').description('it cannot sign in any more').argument('<username>')
  addDataOption(command).option('--json', 'the result as JSON')
  return command.action((username: string, options: DataOptions & Json) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      await client.accounts.remove({ username })
      if (options.json) printJson({ username })
      else printLine(plainText(`Account "${username}" is removed.`))
      return undefined
    }),
  )
}

function passwordCommand(): Command {
  const command = new Command('password')
    .description('make a new password; the old one is worth nothing from then on')
    .argument('<username>')
  addDataOption(command).option('--json', 'the password as JSON')
  return command.action((username: string, options: DataOptions & Json) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      const { password } = await client.accounts.resetPassword({ username })
      printPassword(username, password, options)
      return undefined
    }),
  )
}

function printPassword(username: string, password: string | null, { json }: Json): void {
  if (json) printJson({ username, password })
  else printLine(plainText(`Password of "${username}", shown this once: ${password}`))
}
