import { useState } from 'react'
import type { Mailbox, MessageContent } from '../../shared/contract/content.ts'
import { exactTime } from '../format/relative-time.ts'
import { t } from '../text/t.ts'
import { type Fact, Facts } from '../ui/facts.tsx'
import { LinkAction } from '../ui/link-action.tsx'

/** What the message says of itself. It need not agree with the envelope. */
export function MailHead({ content }: { content: MessageContent }) {
  const { from, to, cc, replyTo, date } = content
  const facts: Fact[] = [
    { label: t('From'), value: <Mailboxes of={from} /> },
    { label: t('To'), value: <Mailboxes of={to} /> },
    ...(cc.length > 0 ? [{ label: t('Copy'), value: <Mailboxes of={cc} /> }] : []),
    ...(replyTo.length > 0 ? [{ label: t('Replies to'), value: <Mailboxes of={replyTo} /> }] : []),
    { label: t('Date'), value: date === null ? t('none that can be read') : exactTime(date) },
  ]
  return <Facts facts={facts} />
}

const SHOWN = 5

function Mailboxes({ of }: { of: readonly Mailbox[] }) {
  const [all, setAll] = useState(false)
  if (of.length === 0) return <span className="text-quiet">{t('nobody')}</span>
  const shown = all ? of.slice(0, 500) : of.slice(0, of.length > SHOWN + 1 ? SHOWN : of.length)
  return (
    <span className="flex flex-col items-start select-text">
      {shown.map(({ name, address }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one address may stand twice, and the list does not change.
        <span key={index} className="max-w-full break-words">
          {name ? <bdi className="font-medium">{name} </bdi> : null}
          <bdi dir="ltr" className={name ? 'text-quiet' : ''}>
            {address === '' ? t('no address') : address}
          </bdi>
        </span>
      ))}
      {shown.length < of.length && (
        <LinkAction onClick={() => setAll(true)}>
          {t('{count, plural, one {# more} other {# more}}', { count: of.length - shown.length })}
        </LinkAction>
      )}
    </span>
  )
}
