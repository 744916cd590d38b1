import { randomBytes } from 'node:crypto'
import { hostname, userInfo } from 'node:os'
import { inertLine } from '../../../shared/text/inert-text.ts'
import { defaultDataFolder } from '../../engine-host/data-folder.ts'
import { CommandFailure, EXIT, type ExitCode } from '../exit-codes.ts'
import { openClient } from '../open-client.ts'
import { printLine } from '../output.ts'
import { describeFailure } from '../run-command.ts'
import { type ComposedMessage, composeMessage } from './compose-message.ts'
import { parseSendmailArguments, type SendmailArguments, SendmailUsageError } from './parse-arguments.ts'

export const SENDMAIL_HELP = `Usage: mailroom sendmail [options] [recipients...] < message

Hands a message in from this computer, as sendmail does.

Options:
  -t               recipients from To, Cc and Bcc too; Bcc is removed
  -f <address>     sender of the envelope; "<>" for none (default: you at this computer)
  -F <name>        your name in From, where the message has none
  -i, -oi          a line with a single dot does not end the message
  --data <folder>  data folder (default: ${defaultDataFolder()})

Other options of sendmail are accepted and change nothing. From, Date and Message-ID
are added where they are missing.

Exit codes: 0 accepted, 64 wrong options, 65 no recipients or not acceptable,
69 no Mailroom there, 75 try again later.

Examples:
  echo "It is done." | mailroom sendmail -f backup@office.example admin@office.example
  mailroom sendmail -t < message.eml`

/** Sets the exit code and never rejects. Without a running engine the message waits in the queue for the next start. */
export async function sendmail(args: readonly string[]): Promise<void> {
  try {
    process.exitCode = await run(args)
  } catch (error) {
    const { exitCode, lines } = describeFailure(error)
    for (const line of lines) process.stderr.write(`sendmail: ${inertLine(line)}\n`)
    process.exitCode = toSysexit(error, exitCode)
  }
}

async function run(args: readonly string[]): Promise<ExitCode> {
  const parsed = readArguments(args)
  if (parsed.help) {
    printLine(SENDMAIL_HELP)
    return EXIT.ok
  }
  const input = await readInput()
  const open = await openClient({ folder: parsed.dataFolder ?? defaultDataFolder() })
  try {
    const settings = await open.client.settings.get()
    const message = compose(input, parsed, settings.hostname ?? hostname())
    const { sender, recipients, content } = message
    await open.client.queue.submit({
      sender,
      recipients: [...recipients],
      base64: content.toString('base64'),
    })
    return EXIT.ok
  } finally {
    await open.close()
  }
}

function readArguments(args: readonly string[]): SendmailArguments {
  try {
    return parseSendmailArguments(args)
  } catch (error) {
    if (!(error instanceof SendmailUsageError)) throw error
    throw new CommandFailure(EXIT.sendmailUsage, `${error.message} See "mailroom sendmail --help".`)
  }
}

function compose(input: Buffer, parsed: SendmailArguments, host: string): ComposedMessage {
  const message = composeMessage(input, parsed, {
    user: userInfo().username,
    hostname: host,
    date: new Date().toUTCString().replace('GMT', '+0000'),
    unique: `${Date.now().toString(36)}.${randomBytes(8).toString('hex')}`,
  })
  if (message.recipients.length === 0)
    throw new CommandFailure(
      EXIT.sendmailData,
      'No recipients: name them, or use -t with a message that has To, Cc or Bcc.',
    )
  return message
}

async function readInput(): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Callers of sendmail keep the message and come back on 75; anything that may pass by itself must be that. */
function toSysexit(error: unknown, exitCode: ExitCode): ExitCode {
  if (error instanceof CommandFailure) return exitCode
  return exitCode === EXIT.failed && isRefusal(error) ? EXIT.sendmailData : EXIT.temporary
}

/** INVALID: the same message would be refused again. */
function isRefusal(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'INVALID'
}
