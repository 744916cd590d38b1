import type { MessageRow } from '../../../shared/domain/message.ts'
import { formatReply } from '../../../shared/domain/reply.ts'
import { bytes, count } from '../../format/quantity.ts'
import { exactTime } from '../../format/relative-time.ts'
import { senderText } from '../../format/sender-text.ts'
import { withoutOverrides } from '../../format/without-overrides.ts'
import { Time } from '../../live/time.tsx'
import { t } from '../../text/t.ts'
import { MiddleCut } from '../../ui/middle-cut.tsx'
import { StateMark } from '../../ui/state-mark.tsx'
import type { ColumnId } from './columns.ts'

/** What a row shows in a column. */
export function QueueCell({ column, row }: { column: ColumnId; row: MessageRow }) {
  switch (column) {
    case 'state':
      return <StateMark state={row.state} />
    case 'sender':
      return <MiddleCut text={senderText(row.sender)} />
    case 'recipients':
      return <Recipients row={row} />
    case 'subject':
      return <Subject text={row.subject} />
    case 'route':
      return <Quiet text={row.route} />
    case 'age':
      return <Time as="age" at={row.receivedAt} className="text-quiet" />
    case 'receivedAt':
      return <Quiet text={exactTime(row.receivedAt)} />
    case 'nextAttemptAt':
      return <NextTry row={row} />
    case 'attempts':
      return <Quiet text={row.attempts === 0 ? null : count(row.attempts)} />
    case 'size':
      return <Quiet text={bytes(row.size)} />
    case 'lastReply':
      return <LastReply row={row} />
    case 'account':
      return <Quiet text={row.account} />
    case 'client':
      return <Quiet text={row.client} />
    case 'listener':
      return <Quiet text={row.listener} />
  }
}

function Quiet({ text }: { text: string | null }) {
  if (text === null) return null
  return (
    <span className="truncate text-quiet tabular-nums" title={text}>
      {text}
    </span>
  )
}

function Recipients({ row }: { row: MessageRow }) {
  const more = row.recipientCount - 1
  return (
    <>
      <MiddleCut text={row.recipients[0] ?? ''} />
      {more > 0 && (
        <span className="ml-1.5 shrink-0 text-12 text-quiet" title={row.recipients.join('\n')}>
          +{count(more)}
        </span>
      )}
    </>
  )
}

function Subject({ text }: { text: string }) {
  return text === '' ? (
    <span className="truncate text-faint">{t('No subject')}</span>
  ) : (
    // Its own direction, so that the beginning stays when the end is cut; yet at the left, as the other cells.
    <span dir="auto" className="truncate text-left" title={text}>
      {withoutOverrides(text)}
    </span>
  )
}

function NextTry({ row }: { row: MessageRow }) {
  if (row.nextAttemptAt === null) return null
  return (
    <Time as="due" at={row.nextAttemptAt} className={row.state === 'deferred' ? 'text-warn' : 'text-quiet'} />
  )
}

function LastReply({ row }: { row: MessageRow }) {
  if (!row.lastReply) return null
  const text = formatReply(row.lastReply)
  return (
    <span className="truncate font-mono text-12 text-quiet" title={text}>
      {text}
    </span>
  )
}
