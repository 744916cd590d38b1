/**
 * Groups that RCPT expanded into several recipients (RFC 3461 §5.2.7.2): the sender who asked for success hears once that
 * the group was expanded, and its members go on without that wish. An alias of one member keeps the wish.
 */
import type { Notify } from '../../../../shared/domain/recipient.ts'
import type { NewMessage, NewRecipient } from '../../storage/storage.ts'
import { decideReport } from './decide-report.ts'
import type { ReportedRecipient } from './report-content.ts'

export interface Expansions {
  /** The message to accept in its place. */
  readonly message: NewMessage
  readonly expanded: readonly ReportedRecipient[]
}

/** null where there is nothing to say, as for nearly all mail. Pure. */
export function findExpansions(message: NewMessage): Expansions | null {
  if (!message.recipients.some(isAskedGroup)) return null
  const groups = new Map<string, NewRecipient[]>()
  for (const recipient of message.recipients)
    if (isAskedGroup(recipient))
      groups.set(recipient.expandedFrom, [...(groups.get(recipient.expandedFrom) ?? []), recipient])
  const recipients = message.recipients.map((one) =>
    isAskedGroup(one) ? { ...one, notify: withoutSuccess(one.notify) } : one,
  )
  const told = [...groups].filter(
    ([, [first]]) => first && decideReport(message, first, 'success').kind === 'tell',
  )
  return {
    message: { ...message, recipients },
    expanded: told.map(([group, of]) => reportOf(group, of, message.receivedAt)),
  }
}

function isAskedGroup(
  recipient: NewRecipient,
): recipient is NewRecipient & { readonly expandedFrom: string } {
  return recipient.expandedFrom !== undefined && (recipient.notify?.includes('success') ?? false)
}

/** What is left of the wish; nothing left is NEVER, and not the default. */
function withoutSuccess(notify: Notify): Notify {
  const rest = (notify ?? []).filter((one) => one !== 'success')
  return rest.length === 0 ? ['never'] : rest
}

function reportOf(group: string, members: readonly NewRecipient[], at: number): ReportedRecipient {
  return {
    address: group,
    originalRecipient: members[0]?.originalRecipient ?? null,
    cause: 'expanded',
    reply: { code: null, enhanced: '2.0.0', text: 'Sent on to its members' },
    host: null,
    lastAttemptAt: at,
    retryUntil: null,
  }
}
