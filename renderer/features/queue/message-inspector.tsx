/** One message, whole: its journey, what is in it, its header, its source. Beside the list, or over it to read. */
import { Maximize2, Minimize2 } from 'lucide-react'
import type { MessageDetail } from '../../../shared/domain/message.ts'
import { problemText } from '../../forms/server-issues.ts'
import { setParams, useLocation } from '../../location/location-store.ts'
import type { Place } from '../../location/place.ts'
import { t } from '../../text/t.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Inspector } from '../../ui/inspector.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { ProblemState } from '../../ui/problem-state.tsx'
import { StateMark } from '../../ui/state-mark.tsx'
import { type Tab, Tabs } from '../../ui/tabs.tsx'
import { MessageActions } from './message-actions.tsx'
import { ContentTab } from './message-content-tab.tsx'
import { MessageJourney, SHOWN_IN_JOURNEY } from './message-journey.tsx'
import { MessageRecipients } from './message-recipients.tsx'
import { useContent } from './use-content.ts'
import { useMessage } from './use-message.ts'

export function MessageInspector({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useMessage(id)
  // Whoever reads from message to message does not wait for the journey first.
  useContent(id, useLocation(reads))
  if (query.data) return <Loaded detail={query.data} onClose={onClose} />
  return (
    <Inspector kind={t('Message')} title={id} onClose={onClose}>
      {query.isError ? (
        <ProblemState text={problemText(query.error)} onRetry={() => void query.refetch()} />
      ) : (
        <LoadingBar />
      )}
    </Inspector>
  )
}

function reads({ place }: { readonly place: Place }): boolean {
  return place.params.show === 'message' || place.params.show === 'headers'
}

function Loaded({ detail, onClose }: { detail: MessageDetail; onClose: () => void }) {
  // In the address: the tab stays from message to message, and a link leads to it.
  const tab = useLocation((state) => state.place.params.show ?? 'journey')
  const { message } = detail
  const close = () => {
    setParams({ large: '' })
    onClose()
  }
  const tabs = tabsOf(detail)
  return (
    <Inspector
      kind={<StateMark state={message.state} />}
      title={message.subject === '' ? <span className="text-quiet">{t('No subject')}</span> : message.subject}
      onClose={close}
      aside={<SizeButton />}
      actions={<MessageActions detail={detail} />}
    >
      <Tabs
        value={tabs.some(({ value }) => value === tab) ? tab : 'journey'}
        onChange={(show) => setParams({ show: show === 'journey' ? '' : show })}
        tabs={tabs}
      />
    </Inspector>
  )
}

function tabsOf(detail: MessageDetail): readonly Tab[] {
  const { recipients } = detail
  return [
    { value: 'journey', label: t('Journey'), content: <MessageJourney detail={detail} /> },
    ...(recipients.length > SHOWN_IN_JOURNEY
      ? [
          {
            value: 'recipients',
            label: t('Recipients'),
            content: <MessageRecipients id={detail.message.id} recipients={recipients} />,
          },
        ]
      : []),
    { value: 'message', label: t('Message'), content: <ContentTab detail={detail} show="message" /> },
    { value: 'headers', label: t('Headers'), content: <ContentTab detail={detail} show="headers" /> },
    { value: 'source', label: t('Source'), content: <ContentTab detail={detail} show="source" /> },
  ]
}

/** Large, the message lies over the list; Esc makes it small again before it closes. */
function SizeButton() {
  const large = useLocation((state) => state.place.params.large === '1')
  return (
    <IconButton
      label={large ? t('Beside the list') : t('Over the list')}
      shortcut={large ? 'Esc' : 'Enter'}
      {...(large ? { 'data-closes': true } : {})}
      onClick={() => setParams({ large: large ? '' : '1' })}
    >
      {large ? <Minimize2 size={14} /> : <Maximize2 size={14} />}
    </IconButton>
  )
}
