/** Who gets the message, by what became of it: ten thousand of them are one list that draws what is in view. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState } from 'react'
import type { Recipient } from '../../../shared/domain/recipient.ts'
import { t } from '../../text/t.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import { RecipientFate } from './recipient-fate.tsx'
import { type RecipientItem, recipientItems } from './recipient-items.ts'
import { RecipientLine } from './recipient-line.tsx'

/** From so many rows on, only those in view are drawn. */
const MANY = 60

export function MessageRecipients({
  id,
  recipients,
  inline = false,
}: {
  id: string
  recipients: readonly Recipient[]
  /** Among other things: without a filter, and never of its own height. */
  inline?: boolean
}) {
  const [sought, setSought] = useState('')
  const items = useMemo(() => recipientItems(recipients, sought), [recipients, sought])
  if (inline) return <Plain id={id} items={items} />
  return (
    <div className="flex h-full flex-col">
      <div className="px-4 py-2">
        <SearchBox
          within
          label={t('Filter recipients')}
          placeholder={t('Address, reply or state')}
          value={sought}
          onChange={setSought}
        />
      </div>
      {items.length === 0 ? (
        <EmptyState text={t('No recipient has “{text}”.', { text: sought })} />
      ) : items.length > MANY ? (
        <Virtual id={id} items={items} />
      ) : (
        <div className="px-4 pb-4">
          <Plain id={id} items={items} />
        </div>
      )}
    </div>
  )
}

interface ItemsProps {
  id: string
  items: readonly RecipientItem[]
}

function Plain({ id, items }: ItemsProps) {
  return (
    <ul
      aria-label={t('Recipients')}
      className="flex flex-col overflow-hidden rounded border border-line bg-raised"
    >
      {items.map((item) => (
        <li key={keyOf(item)}>
          <Item id={id} item={item} />
        </li>
      ))}
    </ul>
  )
}

function Virtual({ id, items }: ItemsProps) {
  const viewport = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => viewport.current,
    estimateSize: (index) => (items[index]?.kind === 'fate' ? 90 : 32),
    getItemKey: (index) => keyOf(items[index] as RecipientItem),
    overscan: 12,
  })
  return (
    <div
      ref={viewport}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard.
      tabIndex={0}
      className="min-h-0 flex-1 overflow-auto border-line border-t -outline-offset-2"
    >
      <ul aria-label={t('Recipients')} style={{ height: virtual.getTotalSize() }} className="relative">
        {virtual.getVirtualItems().map(({ index, start, key }) => (
          <li
            key={key}
            ref={virtual.measureElement}
            data-index={index}
            aria-setsize={items.length}
            aria-posinset={index + 1}
            style={{ transform: `translateY(${start}px)` }}
            className="absolute inset-x-0 top-0"
          >
            <Item id={id} item={items[index] as RecipientItem} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function Item({ id, item }: { id: string; item: RecipientItem }) {
  return item.kind === 'fate' ? (
    <RecipientFate first={item.first} count={item.count} />
  ) : (
    <RecipientLine id={id} recipient={item.recipient} />
  )
}

function keyOf(item: RecipientItem): string {
  return item.kind === 'fate' ? `fate ${item.first.number}` : String(item.recipient.number)
}
