import { Pencil } from 'lucide-react'
import { useState } from 'react'
import type { Recipient } from '../../../shared/domain/recipient.ts'
import { Time } from '../../live/time.tsx'
import { rich, t } from '../../text/t.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { MiddleCut } from '../../ui/middle-cut.tsx'
import { RecipientEditor } from './recipient-editor.tsx'

export function RecipientLine({ id, recipient }: { id: string; recipient: Recipient }) {
  const [editing, setEditing] = useState(false)
  const { address, nextAttemptAt, originalRecipient } = recipient
  if (editing) return <RecipientEditor id={id} recipient={recipient} onClose={() => setEditing(false)} />
  const original = originalRecipient?.replace(/^rfc822;/i, '')
  return (
    <div className="group relative flex min-h-8 flex-wrap items-center gap-x-2 border-line/70 border-b px-3 py-0.5">
      <span dir="ltr" className="min-w-0 flex-1 select-text">
        <MiddleCut text={address} />
      </span>
      {nextAttemptAt !== null && (
        <span className="text-12 text-quiet">
          {rich('next try {time}', { time: <Time as="due" at={nextAttemptAt} /> })}
        </span>
      )}
      <span className="absolute inset-y-1 right-1.5 flex items-center rounded bg-raised opacity-0 group-hover:opacity-100 focus-within:opacity-100">
        <CopyButton text={address} label={t('Copy {address}', { address })} className="size-6" />
        {isChangeable(recipient) && (
          <IconButton
            label={t('Change {address}', { address })}
            className="size-6"
            onClick={() => setEditing(true)}
          >
            <Pencil size={13} />
          </IconButton>
        )}
      </span>
      {original !== undefined && original.toLowerCase() !== address.toLowerCase() && (
        <span className="w-full text-12 break-words text-quiet">
          {t('first to {address}', { address: original })}
        </span>
      )}
    </div>
  )
}

/** While an attempt goes on, and once it is done, the address stands. */
function isChangeable({ state }: Recipient): boolean {
  return state === 'queued' || state === 'deferred' || state === 'held'
}
