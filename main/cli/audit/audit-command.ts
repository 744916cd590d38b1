import { Command } from 'commander'
import type { AuditEntryView } from '../../../shared/contract/audit.ts'
import { addDataOption, type DataOptions, folderOf } from '../data-option.ts'
import { CommandFailure, EXIT } from '../exit-codes.ts'
import { formatTime, plainText, printJson, printLine } from '../output.ts'
import { withClient } from '../run-command.ts'

interface Options extends DataOptions {
  readonly text?: string
  readonly limit: string
  readonly json?: boolean
}

const EXAMPLES = `
Examples:
  mailroom audit
  mailroom audit --text provider --limit 20
  mailroom audit --json | jq .action`

/** Rows of one call. */
const PAGE = 500

export function auditCommand(): Command {
  const command = new Command('audit')
    .description('who changed what, newest first')
    .addHelpText('after', EXAMPLES)
  addDataOption(command)
    .option('--text <text>', 'only entries with this in who, what or details')
    .option('--limit <count>', 'at most so many', '100')
    .option('--json', 'one JSON object a line')
  return command.action((options: Options) =>
    withClient({ folder: folderOf(options) }, async ({ client }) => {
      let left = countOf(options.limit)
      for (let cursor: string | null = null; left > 0; ) {
        const page = { text: options.text ?? '', cursor, limit: Math.min(PAGE, left) }
        const { rows, nextCursor } = await client.audit.list(page)
        for (const entry of rows) print(entry, options.json === true)
        left = nextCursor === null ? 0 : left - rows.length
        cursor = nextCursor
      }
      return undefined
    }),
  )
}

function countOf(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text)
  throw new CommandFailure(EXIT.usage, '--limit takes a whole number.')
}

function print(entry: AuditEntryView, json: boolean): void {
  if (json) {
    printJson(entry)
    return
  }
  const { changes, ...rest } = entry.detail
  const about = Object.keys(rest).length === 0 ? '' : `  ${JSON.stringify(rest)}`
  printLine(plainText(`${formatTime(entry.at)}  ${entry.actor}  ${entry.action}${about}`))
  if (Array.isArray(changes)) for (const change of changes) printLine(plainText(`    ${described(change)}`))
}

function described(change: { field?: unknown; from?: unknown; to?: unknown; secret?: unknown }): string {
  const { field, from, to, secret } = change
  if (secret !== undefined) return `${String(field)}: secret ${String(secret)}`
  return `${String(field)}: ${JSON.stringify(from)} → ${JSON.stringify(to)}`
}
