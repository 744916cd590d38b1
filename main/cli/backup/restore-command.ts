import { stat } from 'node:fs/promises'
import { Command } from 'commander'
import { addDataOption, type DataOptions, folderOf } from '../data-option.ts'
import { openClient } from '../open-client.ts'
import { printLine } from '../output.ts'
import { reportFailures, withClient } from '../run-command.ts'
import { bringBackup } from './bring-backup.ts'

interface Options extends DataOptions {
  readonly sendAgain?: boolean
}

const HELP = `
What is there now is kept as a backup of its own (the newest three of these stay). Mail that waits now is taken along. Mail
that waits in the backup alone may have been delivered since: it is held for you, or sent again with --send-again.

A running engine stops in order and starts again by itself; other commands fail for these seconds.`

export function restoreCommand(): Command {
  const command = new Command('restore')
    .description('go back to a backup: its name in the list, or a file from elsewhere')
    .argument('<name>')
    .addHelpText('after', HELP)
  addDataOption(command).option('--send-again', 'send what waits in the backup alone, instead of holding it')
  return command.action(async (name: string, options: Options) => {
    const folder = folderOf(options)
    let isFinished = true
    await withClient({ folder, create: true }, async ({ client, online }) => {
      const known = (await isFile(name)) ? await bringBackup(client, name) : name
      await client.backups.restore({ name: known, sendAgain: options.sendAgain === true })
      isFinished = online
      if (online) printLine(`${known} is being restored: Mailroom stops in order and starts again.`)
      return undefined
    })
    // Nobody else starts it: opening the folder once more puts the backup in its place.
    if (!isFinished) await finish(folder)
  })
}

function finish(folder: string): Promise<void> {
  return reportFailures(async () => {
    const { client, close } = await openClient({ folder })
    try {
      const { attention, counts } = await client.system.status()
      const problem = attention.find(({ kind }) => kind === 'backup')
      printLine(problem ? problem.text : `The backup is restored; ${counts.held} messages in it are held.`)
    } finally {
      await close()
    }
    return undefined
  })
}

async function isFile(name: string): Promise<boolean> {
  return stat(name).then(
    (found) => found.isFile(),
    () => false,
  )
}
