import type {
  Envelope,
  MessageAuthentication,
  MessageDetail,
  Origin,
} from '../../../shared/domain/message.ts'
import { bytes } from '../../format/quantity.ts'
import { exactTime } from '../../format/relative-time.ts'
import { senderText } from '../../format/sender-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Facts } from '../../ui/facts.tsx'

export function MessageFacts({ detail }: { detail: MessageDetail }) {
  const { message, envelope, origin, messageId } = detail
  return (
    <Facts
      facts={[
        { label: 'Sender', value: <span className="select-text">{senderText(envelope.sender)}</span> },
        { label: 'Came in', value: originText(origin) },
        ...(origin.authentication ? [{ label: 'Checks', value: <Checks of={origin.authentication} /> }] : []),
        ...(promises(envelope).length > 0
          ? [{ label: 'Asked for', value: promises(envelope).join(', ') }]
          : []),
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
  const network = origin.network ? ` (${origin.network})` : ''
  const who = origin.account ? `signed in as ${origin.account}` : 'without sign-in'
  return `${from}${network}${at}, ${who}, ${origin.tls ? 'over TLS' : 'without TLS'}`
}

/** What the client asked of every server on the way. */
function promises({ requireTls, smtpUtf8, body }: Envelope): string[] {
  return [
    ...(requireTls ? ['TLS all the way (REQUIRETLS)'] : []),
    ...(smtpUtf8 ? ['international addresses (SMTPUTF8)'] : []),
    ...(body === 'binarymime' ? ['binary content (BINARYMIME)'] : []),
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
