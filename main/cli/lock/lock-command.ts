import { Command } from 'commander'
import type { Lock } from '../../../shared/contract/security.ts'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import { addDataOption, type DataOptions, folderOf } from '../data-option.ts'
import { formatTable, formatTime, plainText, printJson, printLine } from '../output.ts'
import { withClient } from '../run-command.ts'

interface Json {
  readonly json?: boolean
}

const HELP = `
Failed sign-ins lock an account, a client or both for a time. Locks are in the memory of the running engine: a restart
forgets them.`

export function lockCommand(): Command {
  return new Command('lock')
    .description('sign-ins that are locked after failures')
    .addHelpText('after', HELP)
    .addCommand(listCommand())
    .addCommand(releaseCommand())
}

function listCommand(): Command {
  const command = new Command('list').description('what is locked now')
  addDataOption(command).option('--json', 'as JSON')
  return command.action((options: DataOptions & Json) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      const locks = await client.security.locks()
      if (options.json) printJson(locks)
      else if (locks.length === 0) printLine('Nothing is locked.')
      else for (const line of formatTable(locks.map(row))) printLine(line)
      return undefined
    }),
  )
}

function releaseCommand(): Command {
  const command = new Command('release').description('let it sign in again').argument('<id>')
  addDataOption(command).option('--json', 'the result as JSON')
  return command.action((id: string, options: DataOptions & Json) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      await client.security.releaseLock({ id })
      if (options.json) printJson({ id })
      else printLine(plainText(`Lock ${id} is released.`))
      return undefined
    }),
  )
}

function row(lock: Lock): string[] {
  return [lock.id, plainText(what(lock)), `${lock.failures} failures`, `until ${formatTime(lock.until)}`]
}

function what({ kind, account, client }: Lock): string {
  const name = account ?? 'a name that is no account'
  switch (kind) {
    case 'account-from-client':
      return `${name} from ${client}`
    case 'client':
      return `every account from ${client}`
    case 'account':
      return `${name} from everywhere`
    default:
      return assertNever(kind)
  }
}
