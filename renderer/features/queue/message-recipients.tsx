import { useState } from 'react'
import type { Recipient, RecipientState } from '../../../shared/domain/recipient.ts'
import { formatReply } from '../../../shared/domain/reply.ts'
import { counted } from '../../format/quantity.ts'
import { Time } from '../../live/time.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dotted } from '../../ui/dotted.tsx'
import { ReplyText } from '../../ui/reply-text.tsx'
import { StateMark } from '../../ui/state-mark.tsx'
import { type RecipientGroup, recipientGroups } from './recipient-groups.ts'

const SHOWN_AT_FIRST = 5

export function MessageRecipients({ recipients }: { recipients: readonly Recipient[] }) {
  const groups = recipientGroups(recipients)
  const [all, setAll] = useState(false)
  const shown = all ? groups : groups.slice(0, SHOWN_AT_FIRST)
  return (
    <>
      <ul
        aria-label="Recipients"
        className="flex flex-col divide-y divide-line overflow-hidden rounded border border-line bg-raised"
      >
        {shown.map((group) => (
          <GroupItem key={group.first.number} group={group} />
        ))}
      </ul>
      {shown.length < groups.length && (
        <Button look="quiet" className="self-start" onClick={() => setAll(true)}>
          Show all {counted(recipients.length, 'recipient')}
        </Button>
      )}
    </>
  )
}

function GroupItem({ group: { first, addresses, nextAttemptAt } }: { group: RecipientGroup }) {
  return (
    <li className="flex flex-col gap-1 px-3 py-2">
      <div className="flex items-start gap-3">
        <Addresses addresses={addresses} />
        <StateMark state={first.state} className="text-12 leading-5" />
      </div>
      <p className="text-12 text-quiet">
        <Dotted>
          <span>{first.route ? `by ${first.route}` : 'no route yet'}</span>
          {first.attempts > 0 && <span>{counted(first.attempts, 'attempt')}</span>}
          {nextAttemptAt !== null && (
            <span>
              next try <Time as="due" at={nextAttemptAt} />
            </span>
          )}
          {first.lastHost && <span className="break-words">{first.lastHost}</span>}
        </Dotted>
      </p>
      {first.lastReply && <ReplyText text={formatReply(first.lastReply)} tone={toneOf(first.state)} />}
    </li>
  )
}

function Addresses({ addresses }: { addresses: readonly string[] }) {
  const [all, setAll] = useState(false)
  const shown = all ? addresses : addresses.slice(0, SHOWN_AT_FIRST)
  return (
    <div className="flex min-w-0 flex-1 flex-col items-start">
      {shown.map((address, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an envelope may name one address twice, and never changes.
        <span key={index} className="group flex max-w-full gap-1">
          <span className="min-w-0 break-words select-text">{address}</span>
          <CopyButton
            text={address}
            label={`Copy ${address}`}
            className="-my-0.5 size-6 opacity-0 group-hover:opacity-100 focus-visible:opacity-100"
          />
        </span>
      ))}
      {shown.length < addresses.length && (
        <Button look="quiet" className="-ml-2.5 h-6 text-12" onClick={() => setAll(true)}>
          Show {addresses.length - shown.length} more
        </Button>
      )}
    </div>
  )
}

function toneOf(state: RecipientState): 'bad' | 'warn' | 'plain' {
  if (state === 'bounced' || state === 'expired') return 'bad'
  return state === 'deferred' ? 'warn' : 'plain'
}
