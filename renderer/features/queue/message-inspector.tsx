import { MoreHorizontal } from 'lucide-react'
import { useState } from 'react'
import type { QueueOperation } from '../../../shared/contract/queue.ts'
import type { MessageDetail } from '../../../shared/domain/message.ts'
import { counted } from '../../format/quantity.ts'
import { problemText } from '../../forms/server-issues.ts'
import { goTo, hrefOf } from '../../location/location-store.ts'
import { Button } from '../../ui/button.tsx'
import { Inspector } from '../../ui/inspector.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { Menu } from '../../ui/menu.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import { Section } from '../../ui/section.tsx'
import { StateMark } from '../../ui/state-mark.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { MessageFacts } from './message-facts.tsx'
import { MessageHistory } from './message-history.tsx'
import { MessageProblem } from './message-problem.tsx'
import { MessageRecipients } from './message-recipients.tsx'
import { MessageSource } from './message-source.tsx'
import { useMessage } from './use-message.ts'
import { useOperate } from './use-operate.tsx'

/** One message, whole: why it is where it is, its recipients, its journey, its source. */
export function MessageInspector({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useMessage(id)
  if (query.data) return <Loaded detail={query.data} onClose={onClose} />
  return (
    <Inspector kind="Message" title={id} onClose={onClose}>
      {query.isError ? (
        <ProblemState text={problemText(query.error)} onRetry={() => void query.refetch()} />
      ) : (
        <LoadingBar />
      )}
    </Inspector>
  )
}

function Loaded({ detail, onClose }: { detail: MessageDetail; onClose: () => void }) {
  const [tab, setTab] = useState('message')
  const { message } = detail
  return (
    <Inspector
      kind={<StateMark state={message.state} />}
      title={message.subject === '' ? <span className="text-quiet">No subject</span> : message.subject}
      onClose={onClose}
      actions={<Actions detail={detail} />}
    >
      <Tabs
        value={tab}
        onChange={setTab}
        tabs={[
          { value: 'message', label: 'Message', content: <Journey detail={detail} /> },
          {
            value: 'source',
            label: 'Source',
            content: <MessageSource id={message.id} hasBody={detail.hasBody} />,
          },
        ]}
      />
    </Inspector>
  )
}

function Actions({ detail }: { detail: MessageDetail }) {
  const { operate, dialog, busy } = useOperate()
  const { id, openCount } = detail.message
  const run = (operation: QueueOperation) => operate(operation, { kind: 'ids', ids: [id] }, 1)
  const held = detail.recipients.some((recipient) => recipient.state === 'held')
  const sessions = (
    <a
      href={hrefOf('sessions', { params: { message: id } })}
      className="inline-flex h-7 cursor-default items-center rounded border border-line-strong bg-raised px-2.5 font-medium hover:bg-hover"
    >
      Sessions
    </a>
  )
  const simulate = () => goTo('rules', { params: { simulate: id } })
  if (openCount === 0) return sessions
  return (
    <>
      <Button look="primary" disabled={busy} onClick={() => run('send-now')}>
        Send now
      </Button>
      <Button disabled={busy} onClick={() => run(held ? 'release' : 'hold')}>
        {held ? 'Release' : 'Hold'}
      </Button>
      {sessions}
      <span className="flex-1" />
      <Menu
        trigger={
          <Button look="quiet" aria-label="More actions" className="px-1.5">
            <MoreHorizontal size={16} />
          </Button>
        }
        entries={[
          { label: 'What would happen now?', onSelect: simulate },
          { label: 'Bounce…', onSelect: () => run('bounce') },
          { label: 'Delete…', danger: true, onSelect: () => run('delete') },
        ]}
      />
      {dialog}
    </>
  )
}

function Journey({ detail }: { detail: MessageDetail }) {
  const number = detail.recipients.length
  return (
    <div className="flex flex-col gap-6 p-4">
      <MessageProblem detail={detail} />
      <Section title={number === 1 ? 'Recipient' : counted(number, 'recipient')}>
        <MessageRecipients recipients={detail.recipients} />
      </Section>
      <Section title="History">
        <MessageHistory events={detail.events} recipientCount={number} />
      </Section>
      <Section title="Details">
        <MessageFacts detail={detail} />
      </Section>
    </div>
  )
}
