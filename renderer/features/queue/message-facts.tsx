import type { Envelope, MessageAuthentication, MessageDetail } from '../../../shared/domain/message.ts'
import { bytes } from '../../format/quantity.ts'
import { exactTime } from '../../format/relative-time.ts'
import { senderText } from '../../format/sender-text.ts'
import { t } from '../../text/t.ts'
import { Badge } from '../../ui/badge.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { originSentence } from './history-sentence.ts'

export function MessageFacts({ detail }: { detail: MessageDetail }) {
  const { message, envelope, origin, messageId } = detail
  return (
    <Facts
      facts={[
        { label: t('Sender'), value: <span className="select-text">{senderText(envelope.sender)}</span> },
        { label: t('Came in'), value: originSentence(origin) },
        ...(origin.authentication
          ? [{ label: t('Checks'), value: <Checks of={origin.authentication} /> }]
          : []),
        ...(promises(envelope).length > 0
          ? [{ label: t('Asked for'), value: promises(envelope).join(', ') }]
          : []),
        { label: t('Received'), value: exactTime(message.receivedAt) },
        { label: t('Size'), value: bytes(message.size) },
        ...(messageId
          ? [{ label: t('Message-ID'), value: <Mono text={messageId} name="Message-ID" /> }]
          : []),
        { label: t('Id'), value: <Mono text={message.id} name="id" /> },
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
        label={t('Copy {name}', { name })}
        className="-my-1 size-6 opacity-0 group-hover:opacity-100 focus-visible:opacity-100"
      />
    </span>
  )
}

/** What the client asked of every server on the way. */
function promises({ requireTls, smtpUtf8, body }: Envelope): string[] {
  return [
    ...(requireTls ? [t('TLS all the way (REQUIRETLS)')] : []),
    ...(smtpUtf8 ? [t('international addresses (SMTPUTF8)')] : []),
    ...(body === 'binarymime' ? [t('binary content (BINARYMIME)')] : []),
  ]
}

/** SPF, DKIM and DMARC: the result as a word, and its tone. */
function Checks({ of: { spf, dkim, dmarc, header } }: { of: MessageAuthentication }) {
  const checks = [
    ['SPF', spf],
    ['DKIM', dkim],
    ['DMARC', dmarc],
  ] as const
  return (
    <span className="flex flex-wrap gap-1.5" title={header}>
      {checks.map(([name, result]) => (
        <Badge key={name} tone={result === 'pass' ? 'ok' : result === 'fail' ? 'bad' : 'plain'}>
          {name} {result}
        </Badge>
      ))}
    </span>
  )
}
