/** The part of a report that people read: what happened, in whose words, and what to do. Pure; lines end in \n. */
import { assertNever } from '../../../../shared/domain/assert-never.ts'
import { formatReply } from '../../../../shared/domain/reply.ts'
import { adviceFor, meaningOf } from './advice.ts'
import {
  formatDate,
  isOwnSuccess,
  type ReportedMessage,
  type ReportedRecipient,
  type Reporter,
  type ReportKind,
} from './report-content.ts'

export function reportSubject(
  kind: ReportKind,
  subject: string,
  recipients: readonly ReportedRecipient[],
): string {
  const about = subject === '' ? 'your message' : subject.slice(0, 200)
  return `${title(kind, recipients)}: ${about}`
}

function title(kind: ReportKind, recipients: readonly ReportedRecipient[]): string {
  switch (kind) {
    case 'failed':
      return 'Not delivered'
    case 'delayed':
      return 'Delayed'
    case 'delivered':
      return recipients.every(({ cause }) => cause === 'delivered') ? 'Delivered' : 'Passed on'
    default:
      return assertNever(kind)
  }
}

export function reportText(
  kind: ReportKind,
  reporter: Reporter,
  message: ReportedMessage & { readonly subject: string },
  recipients: readonly ReportedRecipient[],
): string {
  return [
    wrapped('', LEADS[kind]),
    ...recipients.map(recipientText),
    'The message this is about:',
    [
      `    Subject:   ${oneLine(message.subject) || '(none)'}`,
      `    Received:  ${formatDate(message.receivedAt)}`,
      `    Number:    ${message.id}`,
    ].join('\n'),
    wrapped(
      '',
      `This report was written by the mail server ${reporter.hostname}. If it does not help you on, forward it whole to ${reporter.postmaster}.`,
    ),
    '',
  ].join('\n\n')
}

const LEADS: Record<ReportKind, string> = {
  failed: 'Your message could not be delivered to:',
  delayed: 'Your message has not been delivered yet, and you need not send it again. It still waits for:',
  delivered: 'You asked to be told what becomes of your message. It went well for:',
}

function recipientText(recipient: ReportedRecipient): string {
  const { address, cause, host, reply, sentTo } = recipient
  const answer =
    cause === 'rule' || cause === 'operator' || cause === 'expanded' ? 'In words:' : 'The answer:'
  const meaning = meaningOf(recipient)
  const advice = adviceFor(recipient)
  return [
    `  ${oneLine(address)}`,
    labelled('What happened:', whatHappened(recipient)),
    ...(meaning === null ? [] : [labelled('What it means:', meaning)]),
    // In one piece, so that it can be searched for.
    ...(isOwnSuccess(recipient) ? [] : [`    ${answer.padEnd(16)}${oneLine(formatReply(reply))}`]),
    ...(sentTo === undefined ? [] : [`    Sent on to:     ${oneLine(sentTo)}`]),
    ...(host === null ? [] : [`    Answered by:    ${oneLine(host)}`]),
    ...advice.map((step, index) => labelled(index === 0 ? 'What to do:' : '', step)),
  ].join('\n')
}

const WIDTH = 72
const INDENT = 20

function labelled(label: string, text: string): string {
  return wrapped(`    ${label.padEnd(INDENT - 4)}`, text, ' '.repeat(INDENT))
}

/** The catalogue writes for the window; a mail that is plain ASCII, in short lines, is read everywhere. */
function wrapped(first: string, text: string, further = ''): string {
  const lines: string[] = []
  let line = first
  for (const word of text.replaceAll('’', "'").split(' ')) {
    if (line.length + word.length > WIDTH && line.trim() !== '') {
      lines.push(line.trimEnd())
      line = further
    }
    line += `${word} `
  }
  return [...lines, line.trimEnd()].join('\n')
}

function whatHappened({ cause, host, lastAttemptAt, retryUntil }: ReportedRecipient): string {
  const until = retryUntil === null ? 'it succeeds' : formatDate(retryUntil)
  switch (cause) {
    case 'refused':
      return host === null ? 'It was refused for good.' : 'The next mail server refused it for good.'
    case 'rule':
      return 'A relay rule of this server refuses it.'
    case 'operator':
      return 'The operator of this server returned it.'
    case 'expired':
      return lastAttemptAt === null && host === null
        ? 'It waited on this server until its time was over, and is now given up.'
        : 'It was tried again and again without success, and is now given up.'
    case 'delayed':
      return lastAttemptAt === null
        ? `It waits on this server, which goes on trying until ${until}.`
        : `It is tried again until ${until}.`
    case 'delivered':
      return 'It is in the mailbox.'
    case 'relayed':
      return 'The next mail server took it. That server sends no such reports, so this is the last you hear.'
    case 'expanded':
      return 'It went on to the members of this group. You hear of them only where it fails.'
    default:
      return assertNever(cause)
  }
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}
