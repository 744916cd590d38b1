import { useState } from 'react'
import type { Recipient } from '../../../shared/domain/recipient.ts'
import { formatReply } from '../../../shared/domain/reply.ts'
import { addressParts } from '../../format/address-parts.ts'
import { counted } from '../../format/quantity.ts'
import { Time } from '../../live/time.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dotted } from '../../ui/dotted.tsx'
import { MiddleCut } from '../../ui/middle-cut.tsx'
import { ReplyText } from '../../ui/reply-text.tsx'
import { StateMark } from '../../ui/state-mark.tsx'

const SHOWN_AT_FIRST = 5

export function MessageRecipients({ recipients }: { recipients: readonly Recipient[] }) {
  const [all, setAll] = useState(false)
  const shown = all ? recipients : recipients.slice(0, SHOWN_AT_FIRST)
  return (
    <>
      <ul
        aria-label="Recipients"
        className="flex flex-col divide-y divide-line overflow-hidden rounded border border-line bg-raised"
      >
        {shown.map((recipient) => (
          <RecipientItem key={recipient.number} recipient={recipient} />
        ))}
      </ul>
      {shown.length < recipients.length && (
        <Button look="quiet" className="self-start" onClick={() => setAll(true)}>
          Show all {counted(recipients.length, 'recipient')}
        </Button>
      )}
    </>
  )
}

function RecipientItem({ recipient }: { recipient: Recipient }) {
  const tone =
    recipient.state === 'bounced' || recipient.state === 'expired'
      ? 'bad'
      : recipient.state === 'deferred'
        ? 'warn'
        : 'plain'
  return (
    <li className="group flex flex-col gap-1 px-3 py-2">
      <div className="flex h-5 items-center gap-1">
        <MiddleCut {...addressParts(recipient.address)} className="select-text" />
        <CopyButton
          text={recipient.address}
          label="Copy the address"
          className="size-6 opacity-0 group-hover:opacity-100 focus-visible:opacity-100"
        />
        <StateMark state={recipient.state} className="ml-auto text-12" />
      </div>
      <p className="text-12 text-quiet">
        <Dotted>
          <span>{recipient.route ? `by ${recipient.route}` : 'no route yet'}</span>
          {recipient.attempts > 0 && <span>{counted(recipient.attempts, 'attempt')}</span>}
          {recipient.nextAttemptAt !== null && (
            <span>
              next try <Time as="due" at={recipient.nextAttemptAt} />
            </span>
          )}
          {recipient.lastHost && <span className="break-words">{recipient.lastHost}</span>}
        </Dotted>
      </p>
      {recipient.lastReply && <ReplyText text={formatReply(recipient.lastReply)} tone={tone} />}
    </li>
  )
}
