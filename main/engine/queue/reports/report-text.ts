/** The part of a report that people read: what happened, in whose words, and what to do. Pure; lines end in \n. */
import { assertNever } from '../../../../shared/domain/assert-never.ts'
import { formatReply } from '../../../../shared/domain/reply.ts'
import { adviceFor } from './advice.ts'
import { formatDate, type ReportedMessage, type ReportedRecipient, type Reporter } from './report-content.ts'

export type ReportKind = 'failed' | 'delayed'

export function reportSubject(kind: ReportKind, subject: string): string {
  const about = subject === '' ? 'your message' : subject.slice(0, 200)
  return kind === 'failed' ? `Not delivered: ${about}` : `Delayed: ${about}`
}

export function reportText(
  kind: ReportKind,
  reporter: Reporter,
  message: ReportedMessage & { readonly subject: string },
  recipients: readonly ReportedRecipient[],
): string {
  return [
    kind === 'failed'
      ? 'Your message could not be delivered to:'
      : 'Your message has not been delivered yet, and you need not send it again. It still waits for:',
    ...recipients.map(recipientText),
    'The message this is about:',
    [
      `    Subject:   ${oneLine(message.subject) || '(none)'}`,
      `    Received:  ${formatDate(message.receivedAt)}`,
      `    Number:    ${message.id}`,
    ].join('\n'),
    `This report was written by the mail server ${reporter.hostname}. If it does not help you on, forward it ` +
      `whole to ${reporter.postmaster}.`,
    '',
  ].join('\n\n')
}

function recipientText(recipient: ReportedRecipient): string {
  const { address, cause, host, reply } = recipient
  const answer = cause === 'rule' || cause === 'operator' ? 'In words:' : 'The answer:'
  return [
    `  ${oneLine(address)}`,
    `    What happened:  ${whatHappened(recipient)}`,
    `    ${answer.padEnd(16)}${oneLine(formatReply(reply))}`,
    ...(host === null ? [] : [`    Answered by:    ${oneLine(host)}`]),
    `    What to do:     ${adviceFor(recipient)}`,
  ].join('\n')
}

function whatHappened({ cause, host, retryUntil }: ReportedRecipient): string {
  switch (cause) {
    case 'refused':
      return host === null ? 'It was refused for good.' : 'The next mail server refused it for good.'
    case 'rule':
      return 'A relay rule of this server refuses it.'
    case 'operator':
      return 'The operator of this server returned it.'
    case 'expired':
      return 'It was tried again and again without success, and is now given up.'
    case 'delayed':
      return `It is tried again until ${retryUntil === null ? 'it succeeds' : formatDate(retryUntil)}.`
    default:
      return assertNever(cause)
  }
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}
