import { CircleAlert, Info, type LucideIcon, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { Attention, Status } from '../../../shared/contract/system.ts'
import { t } from '../../text/t.ts'
import { LinkAction } from '../../ui/link-action.tsx'
import { Section } from '../../ui/section.tsx'
import { AttentionButton } from './attention-button.tsx'

const MARKS: Readonly<
  Record<
    Attention['severity'],
    { readonly icon: LucideIcon; readonly colour: string; readonly word: () => string }
  >
> = {
  problem: { icon: CircleAlert, colour: 'text-bad', word: () => t('Problem') },
  warning: { icon: TriangleAlert, colour: 'text-warn', word: () => t('Warning') },
  info: { icon: Info, colour: 'text-quiet', word: () => t('Note') },
}

const SHOWN_AT_FIRST = 5

export interface AttentionListProps {
  status: Status
  /** What the headline says already. */
  told: Attention | null
}

export function AttentionList({ status, told }: AttentionListProps) {
  const [all, setAll] = useState(false)
  const hasRoutes = status.routes.length > 0
  // Without any route the next steps above say the same, with the same button.
  const items = status.attention.filter((item) => item !== told && (item.kind !== 'no-route' || hasRoutes))
  if (items.length === 0) return null
  const shown = all ? items : items.slice(0, SHOWN_AT_FIRST)
  return (
    <Section top title={t('Needs attention')}>
      <ul className="flex flex-col divide-y divide-line overflow-hidden rounded border border-line bg-raised">
        {shown.map((item) => (
          <Item key={`${item.kind} ${item.subject} ${item.text}`} item={item} hasRoutes={hasRoutes} />
        ))}
      </ul>
      {items.length > SHOWN_AT_FIRST && (
        <p>
          <LinkAction onClick={() => setAll(!all)}>
            {all ? t('Show less') : t('Show {count} more', { count: items.length - SHOWN_AT_FIRST })}
          </LinkAction>
        </p>
      )}
    </Section>
  )
}

function Item({ item, hasRoutes }: { item: Attention; hasRoutes: boolean }) {
  const { icon: Icon, colour, word } = MARKS[item.severity]
  return (
    <li className="flex min-h-11 items-center gap-3 px-3.5 py-2">
      <Icon size={16} className={`shrink-0 ${colour}`} aria-label={word()} />
      <p className="min-w-0 max-w-[90ch] flex-1 break-words">{item.text}</p>
      <span className="ml-auto">
        <AttentionButton item={item} hasRoutes={hasRoutes} />
      </span>
    </li>
  )
}
