import type { MessageDetail, Origin } from '../../../shared/domain/message.ts'
import { bytes } from '../../format/quantity.ts'
import { exactTime } from '../../format/relative-time.ts'
import { senderText } from '../../format/sender-text.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Facts } from '../../ui/facts.tsx'

export function MessageFacts({ detail }: { detail: MessageDetail }) {
  const { message, envelope, origin, messageId } = detail
  return (
    <Facts
      facts={[
        { label: 'Sender', value: <span className="select-text">{senderText(envelope.sender)}</span> },
        { label: 'Came in', value: originText(origin) },
        { label: 'Received', value: exactTime(message.receivedAt) },
        { label: 'Size', value: bytes(message.size) },
        ...(messageId ? [{ label: 'Message-ID', value: <Mono text={messageId} name="Message-ID" /> }] : []),
        { label: 'Id', value: <Mono text={message.id} name="id" /> },
      ]}
    />
  )
}

function Mono({ text, name }: { text: string; name: string }) {
  return (
    <span className="group flex items-center gap-1">
      <span className="min-w-0 font-mono text-12 break-all select-text">{text}</span>
      <CopyButton
        text={text}
        label={`Copy the ${name}`}
        className="-my-1 size-6 opacity-0 group-hover:opacity-100 focus-visible:opacity-100"
      />
    </span>
  )
}

function originText(origin: Origin): string {
  if (origin.kind === 'local') return 'written by Mailroom itself'
  if (origin.kind === 'sendmail') return 'handed in on this computer'
  const from = origin.client ? `from ${origin.client}` : 'by SMTP'
  const at = origin.listener ? ` at listener ${origin.listener}` : ''
  return `${from}${at}, ${origin.account ? `signed in as ${origin.account}` : 'without sign-in'}`
}
