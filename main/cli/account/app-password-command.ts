import { Command } from 'commander'
import { addDataOption, type DataOptions, folderOf } from '../data-option.ts'
import { CommandFailure, EXIT } from '../exit-codes.ts'
import { plainText, printJson, printLine } from '../output.ts'
import { withClient } from '../run-command.ts'
import { findAccount } from './find-account.ts'

interface Json {
  readonly json?: boolean
}

export function appPasswordCommand(): Command {
  return new Command('app-password')
    .description('passwords for single devices and programs of an account')
    .addCommand(addCommand())
    .addCommand(revokeCommand())
}

function addCommand(): Command {
  const command = new Command('add')
    .description('make one; it is shown once')
    .argument('<username>')
    .argument('<name>', 'what it is for')
  addDataOption(command).option('--json', 'the password as JSON')
  return command.action((username: string, name: string, options: DataOptions & Json) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      const { id, password } = await client.accounts.createAppPassword({ username, name })
      if (options.json) printJson({ username, name, id, password })
      else printLine(plainText(`App password "${name}" of "${username}", shown this once: ${password}`))
      return undefined
    }),
  )
}

function revokeCommand(): Command {
  const command = new Command('revoke')
    .description('sessions that use it end with their next message')
    .argument('<username>')
    .argument('<name>', 'its name or id')
  addDataOption(command).option('--json', 'the result as JSON')
  return command.action((username: string, name: string, options: DataOptions & Json) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      const { appPasswords } = await findAccount(client, username)
      const found =
        appPasswords.find((one) => one.name === name) ?? appPasswords.find((one) => one.id === name)
      if (!found)
        throw new CommandFailure(
          EXIT.failed,
          `The account "${username}" has no app password "${name}": see "mailroom account show ${username}".`,
        )
      await client.accounts.revokeAppPassword({ username, id: found.id })
      if (options.json) printJson({ username, name: found.name, id: found.id })
      else printLine(plainText(`App password "${found.name}" of "${username}" is revoked.`))
      return undefined
    }),
  )
}
