import type { MessageDetail } from '../../../shared/domain/message.ts'
import { formatReply } from '../../../shared/domain/reply.ts'
import { formatTable, formatTime, plainText, printLine } from '../output.ts'

export function showMessage(detail: MessageDetail): void {
  const { message, envelope, origin } = detail
  const facts: [string, string][] = [
    ['Message', message.id],
    ['State', message.state],
    ['From', envelope.sender || '<>'],
    ['Subject', message.subject],
    ['Message-ID', detail.messageId ?? ''],
    ['Size', `${message.size} octets${detail.hasBody ? '' : ' (the content is gone)'}`],
    ['Received', formatTime(message.receivedAt)],
    ['Came by', describeOrigin(origin)],
  ]
  for (const line of formatTable(facts.filter(([, value]) => value !== ''))) printLine(plainText(line))
  printLine()
  for (const recipient of detail.recipients) {
    const next = recipient.nextAttemptAt === null ? '' : `, next try ${formatTime(recipient.nextAttemptAt)}`
    const route = recipient.route === null ? '' : ` by ${recipient.route}`
    printLine(
      plainText(`${recipient.address}: ${recipient.state}${route}, ${tries(recipient.attempts)}${next}`),
    )
    if (recipient.lastReply)
      printLine(
        plainText(`    ${[recipient.lastHost, formatReply(recipient.lastReply)].filter(Boolean).join(': ')}`),
      )
  }
  printLine()
  for (const event of detail.events) {
    const about = [event.recipient, event.route && `by ${event.route}`, event.host].filter(Boolean).join(' ')
    const words = [event.reply && formatReply(event.reply), event.note].filter(Boolean).join('; ')
    printLine(
      plainText(
        `${formatTime(event.at)}  ${event.kind.padEnd(16)}  ${[about, words].filter(Boolean).join(': ')}`.trimEnd(),
      ),
    )
  }
}

function tries(count: number): string {
  return count === 1 ? '1 try' : `${count} tries`
}

function describeOrigin({ kind, listener, account, client }: MessageDetail['origin']): string {
  return [
    kind,
    listener && `listener "${listener}"`,
    account && `account "${account}"`,
    client && `from ${client}`,
  ]
    .filter(Boolean)
    .join(', ')
}
