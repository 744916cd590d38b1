/** From the options of `mailroom queue` to a filter or a selection of messages. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { QueueFilter, Selection } from '../../../shared/contract/queue.ts'
import { durationSchema, parseDuration } from '../../../shared/domain/duration.ts'
import { idSchema } from '../../../shared/domain/id.ts'
import { MESSAGE_STATES, type MessageState } from '../../../shared/domain/message.ts'
import { parseFilter } from '../../../shared/filter/parse-filter.ts'
import { CommandFailure, EXIT } from '../exit-codes.ts'

export interface FilterOptions {
  /** In the language of the window's filter. */
  readonly filter?: string
  readonly state?: MessageState[]
  readonly text?: string
  readonly sender?: string
  readonly recipient?: string
  readonly domain?: string
  readonly route?: string
  readonly account?: string
  /** Milliseconds. */
  readonly olderThan?: number
  readonly newerThan?: number
}

export interface SelectionOptions extends FilterOptions {
  readonly all?: boolean
}

export function addFilterOptions(command: Command): Command {
  return command
    .option('--filter <text>', 'as in the window: "state:deferred domain:gmail.com age:>2h reply:4.7.*"')
    .addOption(new Option('--state <state...>', 'only messages in this state').choices(MESSAGE_STATES))
    .option('--text <words>', 'words in sender, recipients, subject, Message-ID or id')
    .option('--sender <pattern>', 'sender: "*@office.example", "office.example", "<>"')
    .option('--recipient <pattern>', 'one of the recipients')
    .option('--domain <domain>', 'domain of one of the recipients')
    .option('--route <name>', 'route of the last attempt')
    .option('--account <name>', 'account that handed it in')
    .option('--older-than <duration>', 'received longer ago than "30m", "4h", "2d"', toMilliseconds)
    .option('--newer-than <duration>', 'received more recently than that', toMilliseconds)
}

export function toFilter(options: FilterOptions, now: number): QueueFilter {
  return {
    ...(options.filter !== undefined && readFilter(options.filter, now)),
    ...(options.state && { states: options.state }),
    ...(options.text !== undefined && { text: options.text }),
    ...(options.sender !== undefined && { sender: options.sender }),
    ...(options.recipient !== undefined && { recipient: options.recipient }),
    ...(options.domain !== undefined && { recipientDomain: options.domain }),
    ...(options.route !== undefined && { route: options.route }),
    ...(options.account !== undefined && { account: options.account }),
    ...(options.olderThan !== undefined && { receivedBefore: now - options.olderThan }),
    ...(options.newerThan !== undefined && { receivedAfter: now - options.newerThan }),
  }
}

/** @throws CommandFailure that names each part that cannot be read: a mistyped filter must not mean more messages */
function readFilter(text: string, now: number): QueueFilter {
  const { filter, problems } = parseFilter(text, now)
  if (problems.length === 0) return filter
  const told = problems.map(({ from, to, message }) => `"${text.slice(from, to)}": ${message}`)
  throw new CommandFailure(EXIT.usage, `The filter cannot be read.\n${told.join('\n')}`)
}

/** Ids, or --all, or a filter: exactly one of them, so that a forgotten option never means every message. */
export function toSelection(ids: readonly string[], options: SelectionOptions, now: number): Selection {
  const filter = toFilter(options, now)
  const filtered = Object.keys(filter).length > 0
  const given = [ids.length > 0, options.all === true, filtered].filter(Boolean).length
  if (given === 0)
    throw new CommandFailure(
      EXIT.usage,
      'Name messages by id, or say --all, or give a filter such as --state deferred.',
    )
  if (given > 1) throw new CommandFailure(EXIT.usage, 'Give ids, or --all, or a filter: only one of them.')
  return ids.length > 0 ? { kind: 'ids', ids: ids.map(toId) } : { kind: 'filter', filter }
}

/** Ids are accepted in small letters too. */
export function toId(text: string): string {
  const id = text.toUpperCase()
  if (idSchema.safeParse(id).success) return id
  throw new CommandFailure(EXIT.usage, `"${text}" is no message id: ids have eleven digits and letters.`)
}

function toMilliseconds(text: string): number {
  if (!durationSchema.safeParse(text).success)
    throw new InvalidArgumentError('Write a duration such as "30m", "4h" or "2d".')
  return parseDuration(text)
}
