#!/usr/bin/env node
/** The mailroom command. */
import { basename } from 'node:path'
import { Command, CommanderError } from 'commander'
import { version } from '../engine-host/version.ts'
import { accountCommand } from './account/account-command.ts'
import { auditCommand } from './audit/audit-command.ts'
import { backupCommand } from './backup/backup-command.ts'
import { blockCommand } from './block/block-command.ts'
import { configCommand } from './config-command.ts'
import { consoleCommand } from './console-command.ts'
import { dkimCommand } from './dkim/dkim-command.ts'
import { doctorCommand } from './doctor/doctor-command.ts'
import { EXIT } from './exit-codes.ts'
import { explainCommand } from './explain/explain-command.ts'
import { lockCommand } from './lock/lock-command.ts'
import { networkCommand } from './network/network-command.ts'
import { onOutputError } from './output.ts'
import { queueCommand } from './queue/queue-command.ts'
import { routeCommand } from './route/route-command.ts'
import { ruleCommand } from './rule/rule-command.ts'
import { SENDMAIL_HELP, sendmail } from './sendmail/sendmail-command.ts'
import { serveCommand } from './serve-command.ts'
import { sessionCommand } from './session/session-command.ts'
import { statusCommand } from './status-command.ts'
import { supportBundleCommand } from './support-bundle-command.ts'

const EXIT_CODES = `
Exit codes: 0 done, 1 not done (the message says why), 2 wrong usage, 69 no engine answers and the data folder
cannot be opened. "mailroom sendmail --help" lists its own.

Commands work on the engine that owns the data folder, the window's too. Where none runs they open the folder themselves.`

function createProgram(): Command {
  const program = new Command('mailroom')
    .description('An SMTP server with a durable relay queue for the small office.')
    .version(version)
    .addHelpText('after', EXIT_CODES)
    .addCommand(serveCommand())
    .addCommand(statusCommand())
    .addCommand(queueCommand())
    .addCommand(routeCommand())
    .addCommand(configCommand())
    .addCommand(ruleCommand())
    .addCommand(dkimCommand())
    .addCommand(accountCommand())
    .addCommand(networkCommand())
    .addCommand(lockCommand())
    .addCommand(blockCommand())
    .addCommand(sessionCommand())
    .addCommand(backupCommand())
    .addCommand(doctorCommand())
    .addCommand(auditCommand())
    .addCommand(consoleCommand())
    .addCommand(explainCommand())
    .addCommand(supportBundleCommand())
  // Only for the list of commands: sendmail's options are not of a kind that commander reads.
  program
    .command('sendmail')
    .description('hand a message in, as sendmail does')
    .addHelpText('after', SENDMAIL_HELP)
  overrideExit(program)
  return program
}

/** Also for the commands below: exitOverride is inherited only by commands that are made afterwards. */
function overrideExit(command: Command): void {
  command.exitOverride()
  for (const child of command.commands) overrideExit(child)
}

async function main(argv: readonly string[]): Promise<void> {
  // A link named "sendmail" is sendmail.
  if (basename(argv[1] ?? '') === 'sendmail') return sendmail(argv.slice(2))
  if (argv[2] === 'sendmail') return sendmail(argv.slice(3))
  try {
    await createProgram().parseAsync([...argv])
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // Help and version are no errors; everything else that commander says is about usage.
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage
  }
}

process.stdout.on('error', onOutputError)

await main(process.argv)
