import { mkdtemp, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { Command } from 'commander'
import { freeDiskBytes } from '../../engine-host/free-disk-bytes.ts'
import { addDataOption, type DataOptions, folderOf } from '../data-option.ts'
import { CommandFailure, EXIT } from '../exit-codes.ts'
import { printLine } from '../output.ts'
import { reportFailures } from '../run-command.ts'

const HELP = `
Unpacks it beside itself, reads every page of its database and every content against the sum that was kept when it was
accepted, and removes what was unpacked. Needs as much room as the backup unpacked. Nothing else is touched, and an engine
may run.

Exit codes: 0 it can be restored, 1 it cannot; the message says why.`

export function verifyCommand(): Command {
  const command = new Command('verify')
    .description('find out whether a backup can be restored: its name in the list, or a file from elsewhere')
    .argument('<name>')
    .addHelpText('after', HELP)
  return addDataOption(command).action((name: string, options: DataOptions) =>
    reportFailures(async () => {
      const path = await find(name, folderOf(options))
      await verify(path)
      printLine(`${name} is whole: it can be restored.`)
      return EXIT.ok
    }),
  )
}

async function find(name: string, folder: string): Promise<string> {
  for (const path of [join(folder, 'backups', name), resolve(name)])
    if (
      await stat(path).then(
        (found) => found.isFile(),
        () => false,
      )
    )
      return path
  throw new CommandFailure(
    EXIT.failed,
    `There is no backup ${name} in ${join(folder, 'backups')}, and no such file.`,
  )
}

async function verify(path: string): Promise<void> {
  // The engine's parts are loaded only where they are needed: the other commands start quickly.
  const { hasRoom } = await import('../../engine/backup/require-room.ts')
  const { unpackBackup } = await import('../../engine/backup/unpack-backup.ts')
  const folder = await mkdtemp(join(dirname(path), '.verify-'))
  try {
    await unpackBackup(path, join(folder, 'unpacked'), { hasRoom: () => hasRoom(folder, freeDiskBytes) })
  } catch (error) {
    throw new CommandFailure(EXIT.failed, `${path} cannot be restored. ${(error as Error).message}`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
