import { Command } from 'commander'
import type { Client } from '../../../shared/contract/contract.ts'
import type { SessionFilter } from '../../../shared/contract/sessions.ts'
import type { SessionLine, SessionRow } from '../../../shared/domain/session.ts'
import { parseSessionFilter } from '../../../shared/filter/session-filter.ts'
import { addDataOption, type DataOptions, folderOf } from '../data-option.ts'
import { CommandFailure, EXIT } from '../exit-codes.ts'
import { formatTable, formatTime, plainText, printJson, printLine, roughly } from '../output.ts'
import { withClient } from '../run-command.ts'

interface Json {
  readonly json?: boolean
}

interface ListOptions extends DataOptions, Json {
  readonly limit: string
}

const FILTER_HELP = `
The filter is that of the window, for example:
  mailroom session list outcome:refused client:192.168.1.20
  mailroom session list code:5.7 newer:2h
  mailroom session list cause:rule direction:in "MAIL FROM:<anna@office.test>"`

export function sessionCommand(): Command {
  return new Command('session')
    .description('SMTP conversations, in and out')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(disconnectCommand())
}

function listCommand(): Command {
  const command = new Command('list')
    .description('sessions, newest first')
    .argument('[filter...]')
    .addHelpText('after', FILTER_HELP)
  addDataOption(command).option('--limit <number>', 'at most so many', '50').option('--json', 'as JSON')
  return command.action((words: string[], options: ListOptions) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      const rows = await findSessions(client, filterOf(words), limitOf(options.limit))
      if (options.json) printJson(rows)
      else if (rows.length === 0) printLine('No session matches.')
      else for (const line of formatTable(rows.map(row))) printLine(line)
      return undefined
    }),
  )
}

function showCommand(): Command {
  const command = new Command('show').description('a session with its conversation').argument('<id>')
  addDataOption(command).option('--json', 'as JSON')
  return command.action((id: string, options: DataOptions & Json) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      const batch = await client.sessions.get({ id })
      if (options.json) {
        printJson(batch)
        return undefined
      }
      printLine(plainText(row(batch.session).join('  ')))
      if (batch.session.cause) printLine(plainText(`refused by: ${causeOf(batch.session)}`))
      for (const line of batch.lines) printLine(lineText(line))
      if (batch.dropped > 0) printLine(`(${batch.dropped} lines are not kept)`)
      return undefined
    }),
  )
}

function disconnectCommand(): Command {
  const command = new Command('disconnect').description('end an open session').argument('<id>')
  addDataOption(command).option('--json', 'the result as JSON')
  return command.action((id: string, options: DataOptions & Json) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      await client.sessions.disconnect({ id })
      if (options.json) printJson({ id })
      else printLine(plainText(`Session ${id} is ended.`))
      return undefined
    }),
  )
}

function filterOf(words: readonly string[]): SessionFilter {
  // The shell took the quotes of a word with spaces away.
  const text = words.map((word) => (/^[^":]*\s/.test(word) ? `"${word}"` : word)).join(' ')
  const { filter, problems } = parseSessionFilter(text, Date.now())
  const problem = problems[0]
  if (problem)
    throw new CommandFailure(EXIT.usage, `${text.slice(problem.from, problem.to)}: ${problem.message}`)
  return filter
}

function limitOf(text: string): number {
  const limit = Number(text)
  if (Number.isInteger(limit) && limit >= 1 && limit <= 100_000) return limit
  throw new CommandFailure(EXIT.usage, 'The limit is a number from 1 to 100000.')
}

/** A page that searches conversations may be short, or empty, without being the last. */
async function findSessions(client: Client, filter: SessionFilter, limit: number): Promise<SessionRow[]> {
  const rows: SessionRow[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<Client['sessions']['list']>> = await client.sessions.list({
      filter,
      cursor,
      limit: Math.min(500, limit),
    })
    rows.push(...page.rows)
    cursor = page.nextCursor
  } while (cursor !== null && rows.length < limit)
  return rows.slice(0, limit)
}

function row(session: SessionRow): string[] {
  const { id, startedAt, endedAt, direction, via, peerName, peerAddress, outcome, problem } = session
  return [
    id,
    formatTime(startedAt),
    direction === 'inbound' ? 'in' : 'out',
    via,
    plainText(peerName === null ? peerAddress : `${peerName} [${peerAddress}]`),
    outcome,
    endedAt === null ? 'open' : roughly(endedAt - startedAt),
    plainText(problem ?? ''),
  ]
}

function causeOf({ cause }: SessionRow): string {
  return [cause?.kind, cause?.name].filter((part) => part).join(' ')
}

const SIGNS: Readonly<Record<SessionLine['kind'], string>> = {
  client: 'C:',
  server: 'S:',
  data: '=',
  tls: '*',
  note: '#',
}

function lineText({ at, kind, text }: SessionLine): string {
  return `${new Date(at).toISOString().slice(11, 23)} ${SIGNS[kind].padEnd(2)} ${plainText(text)}`
}
