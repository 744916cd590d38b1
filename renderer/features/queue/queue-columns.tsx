/** The columns of the queue, how wide they are, and from which width of the list they are shown. */
import { columnVisibilityFeature, createColumnHelper, tableFeatures } from '@tanstack/react-table'
import type { QueueSort } from '../../../shared/contract/queue.ts'
import type { MessageRow } from '../../../shared/domain/message.ts'
import { formatReply } from '../../../shared/domain/reply.ts'
import { senderText } from '../../format/sender-text.ts'
import { Time } from '../../live/time.tsx'
import { MiddleCut } from '../../ui/middle-cut.tsx'
import { StateMark } from '../../ui/state-mark.tsx'

export const features = tableFeatures({ columnVisibilityFeature })

const helper = createColumnHelper<typeof features, MessageRow>()

export const columns = helper.columns([
  helper.display({
    id: 'state',
    header: 'State',
    cell: ({ row }) => <StateMark state={row.original.state} />,
  }),
  helper.display({
    id: 'sender',
    header: 'Sender',
    cell: ({ row }) => <MiddleCut text={senderText(row.original.sender)} />,
  }),
  helper.display({
    id: 'recipients',
    header: 'Recipients',
    cell: ({ row }) => <Recipients row={row.original} />,
  }),
  helper.display({
    id: 'subject',
    header: 'Subject',
    cell: ({ row }) => <Subject text={row.original.subject} />,
  }),
  helper.display({
    id: 'route',
    header: 'Route',
    cell: ({ row }) => <span className="truncate text-quiet">{row.original.route ?? ''}</span>,
  }),
  helper.display({
    id: 'receivedAt',
    header: 'Age',
    cell: ({ row }) => <Time as="age" at={row.original.receivedAt} className="text-quiet" />,
  }),
  helper.display({
    id: 'nextAttemptAt',
    header: 'Next try',
    cell: ({ row }) => <NextTry row={row.original} />,
  }),
  helper.display({
    id: 'lastReply',
    header: 'Last reply',
    cell: ({ row }) => <LastReply row={row.original} />,
  }),
])

export interface ColumnLayout {
  /** A CSS grid track. */
  readonly track: string
  /** Shown from this width of the list in pixels. */
  readonly from: number
  readonly sort?: QueueSort['by']
}

export const LAYOUT: Readonly<Record<string, ColumnLayout>> = {
  state: { track: '84px', from: 0 },
  sender: { track: 'minmax(124px, 1.3fr)', from: 0 },
  recipients: { track: 'minmax(124px, 1.5fr)', from: 0 },
  subject: { track: 'minmax(96px, 1.5fr)', from: 560 },
  route: { track: '84px', from: 800 },
  receivedAt: { track: '56px', from: 0, sort: 'receivedAt' },
  nextAttemptAt: { track: '72px', from: 660, sort: 'nextAttemptAt' },
  lastReply: { track: 'minmax(112px, 1.2fr)', from: 900 },
}

export function visibleColumns(width: number): Record<string, boolean> {
  return Object.fromEntries(Object.entries(LAYOUT).map(([id, { from }]) => [id, width >= from]))
}

function Recipients({ row }: { row: MessageRow }) {
  const first = row.recipients[0] ?? ''
  const more = row.recipientCount - 1
  return (
    <>
      <MiddleCut text={first} />
      {more > 0 && (
        <span className="ml-1.5 shrink-0 text-12 text-quiet" title={row.recipients.join('\n')}>
          +{more}
        </span>
      )}
    </>
  )
}

function Subject({ text }: { text: string }) {
  return text === '' ? (
    <span className="truncate text-faint">No subject</span>
  ) : (
    <span dir="auto" className="truncate" title={text}>
      {text}
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
