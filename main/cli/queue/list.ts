import type { Client } from '../../../shared/contract/contract.ts'
import type { QueueFilter } from '../../../shared/contract/queue.ts'
import type { MessageRow } from '../../../shared/domain/message.ts'
import { formatReply } from '../../../shared/domain/reply.ts'
import { inertText } from '../../../shared/text/inert-text.ts'
import { formatTable, plainText, printLine, roughly } from '../output.ts'

const PAGE = 500

/** Every message of a filter, newest first, page by page. */
export async function* readMessages(
  client: Client,
  filter: QueueFilter,
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<MessageRow[], void> {
  let left = limit
  let cursor: string | null = null
  while (left > 0) {
    const page: Awaited<ReturnType<Client['queue']['list']>> = await client.queue.list({
      filter,
      cursor,
      limit: Math.min(PAGE, left),
    })
    if (page.rows.length > 0) yield page.rows
    left -= page.rows.length
    cursor = page.nextCursor
    if (cursor === null) return
  }
}

/** One JSON array, a row a line. */
export async function listAsJson(pages: AsyncIterable<MessageRow[]>): Promise<void> {
  let separator = '['
  for await (const rows of pages)
    for (const row of rows) {
      process.stdout.write(`${separator}\n${inertText(JSON.stringify(row))}`)
      separator = ','
    }
  printLine(separator === '[' ? '[]' : '\n]')
}

export async function listForPeople(pages: AsyncIterable<MessageRow[]>, now: number): Promise<void> {
  let count = 0
  for await (const rows of pages) {
    for (const row of rows) printMessage(row, now)
    count += rows.length
  }
  printLine(count === 0 ? 'No messages.' : `${count} ${count === 1 ? 'message' : 'messages'}.`)
}

function printMessage(row: MessageRow, now: number): void {
  const more = row.recipientCount - row.recipients.length
  const recipients = `${row.recipients.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  const next = row.nextAttemptAt === null ? '' : `next try in ${roughly(row.nextAttemptAt - now)}`
  const planned = row.pending === null ? '' : `${row.pending.operation} unless it is undone`
  const route = row.route === null ? '' : `by ${row.route}`
  printLine(
    formatTable([
      [
        row.id,
        row.state,
        `${roughly(now - row.receivedAt)} ago`,
        `${row.size} octets`,
        route,
        next || planned,
      ],
    ])
      .map((line) => line.trimEnd())
      .join(''),
  )
  printLine(plainText(`    from ${row.sender || '<>'} to ${recipients}`))
  if (row.subject !== '') printLine(plainText(`    ${row.subject}`))
  if (row.lastReply) printLine(plainText(`    ${formatReply(row.lastReply)}`))
}
