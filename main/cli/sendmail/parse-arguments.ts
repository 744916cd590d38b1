/**
 * The arguments of sendmail, as programs have called it for forty years: options with and without a space before their
 * value, and many that no longer mean anything. Pure.
 */
export interface SendmailArguments {
  /** -t: recipients from To, Cc and Bcc. */
  readonly readRecipients: boolean
  /** Without -i or -oi a line with a single dot ends the message. */
  readonly dotEnds: boolean
  /** -f or -r; null where none was given; '' is the null sender. */
  readonly sender: string | null
  /** -F: the name in From. */
  readonly fullName: string | null
  readonly recipients: readonly string[]
  /** --data: Mailroom's own. */
  readonly dataFolder: string | null
  readonly help: boolean
}

export class SendmailUsageError extends Error {}

/** Options with a value that is read and left aside: body type, DSN, config file, hop count, label, log, protocol. */
const IGNORED_WITH_VALUE = new Set(['B', 'C', 'd', 'D', 'h', 'L', 'M', 'N', 'O', 'p', 'R', 'V', 'X'])
/** Options that change nothing here: verbose, not aliases, gateway and user submission, meta-to. */
const IGNORED = new Set(['v', 'n', 'G', 'U', 'm', 'E', 'x'])
/** -o options whose value is a word of its own are rare; those with a letter and text ("-oem", "-odb") are common. */
const IGNORED_MODES = new Set(['m'])

export function parseSendmailArguments(args: readonly string[]): SendmailArguments {
  const parsed = {
    readRecipients: false,
    dotEnds: true,
    sender: null as string | null,
    fullName: null as string | null,
    recipients: [] as string[],
    dataFolder: null as string | null,
    help: false,
  }
  let index = 0
  const takeValue = (attached: string, option: string): string => {
    if (attached !== '') return attached
    index += 1
    const next = args[index]
    if (next === undefined) throw new SendmailUsageError(`Option ${option} needs a value.`)
    return next
  }
  for (; index < args.length; index += 1) {
    const argument = args[index] ?? ''
    if (argument === '--') {
      parsed.recipients.push(...args.slice(index + 1))
      break
    }
    if (!argument.startsWith('-') || argument === '-') {
      parsed.recipients.push(argument)
      continue
    }
    if (argument === '--help') parsed.help = true
    else if (argument === '--data') parsed.dataFolder = takeValue('', argument)
    else if (argument.startsWith('--data=')) parsed.dataFolder = argument.slice('--data='.length)
    else readOption(argument, parsed, takeValue)
  }
  return parsed
}

function readOption(
  argument: string,
  parsed: {
    readRecipients: boolean
    dotEnds: boolean
    sender: string | null
    fullName: string | null
  },
  takeValue: (attached: string, option: string) => string,
): void {
  const letter = argument[1] ?? ''
  const attached = argument.slice(2)
  if (letter === 'f' || letter === 'r')
    parsed.sender = takeValue(attached, `-${letter}`).replace(/^<|>$/g, '')
  else if (letter === 'F') parsed.fullName = takeValue(attached, '-F')
  else if (letter === 'o') parsed.dotEnds = attached === 'i' ? false : parsed.dotEnds
  else if (letter === 'b') refuseMode(attached)
  else if (letter === 'q' || letter === 'e') return
  else if (IGNORED_WITH_VALUE.has(letter)) takeValue(attached, `-${letter}`)
  else readFlags(argument.slice(1), parsed)
}

/** Letters without a value may stand together: -ti, -itv. */
function readFlags(letters: string, parsed: { readRecipients: boolean; dotEnds: boolean }): void {
  for (const letter of letters) {
    if (letter === 't') parsed.readRecipients = true
    else if (letter === 'i') parsed.dotEnds = false
    else if (!IGNORED.has(letter)) throw new SendmailUsageError(`There is no option -${letter}.`)
  }
}

function refuseMode(mode: string): void {
  if (IGNORED_MODES.has(mode)) return
  if (mode === 'p') throw new SendmailUsageError('For the queue call "mailroom queue list".')
  throw new SendmailUsageError(`The mode -b${mode} is not part of this sendmail: it only hands mail in.`)
}
