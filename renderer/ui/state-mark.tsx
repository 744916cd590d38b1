/** A state as shape, word and colour, so that none of the three has to be seen. */

import { Ban, Check, CircleDashed, Clock, LoaderCircle, type LucideIcon, Pause, X } from 'lucide-react'
import { t } from '../text/t.ts'
import { classNames } from './class-names.ts'

export type Mark =
  | 'queued'
  | 'active'
  | 'deferred'
  | 'held'
  | 'delivered'
  | 'failed'
  | 'bounced'
  | 'expired'
  | 'cancelled'

const marks = (): Record<
  Mark,
  { readonly icon: LucideIcon; readonly word: string; readonly colour: string; readonly iconColour?: string }
> => ({
  queued: {
    icon: CircleDashed,
    word: t('Queued'),
    colour: 'text-quiet',
  },
  active: {
    icon: LoaderCircle,
    word: t('Sending'),
    colour: 'text-accent',
  },
  deferred: {
    icon: Clock,
    word: t('Waiting'),
    colour: 'text-warn',
  },
  held: {
    icon: Pause,
    word: t('Held'),
    colour: 'text-held',
  },
  delivered: {
    icon: Check,
    word: t('Delivered'),
    colour: 'text-quiet',
    iconColour: 'text-ok',
  },
  failed: {
    icon: X,
    word: t('Failed'),
    colour: 'text-bad',
  },
  bounced: {
    icon: X,
    word: t('Bounced'),
    colour: 'text-bad',
  },
  expired: {
    icon: X,
    word: t('Expired'),
    colour: 'text-bad',
  },
  cancelled: {
    icon: Ban,
    word: t('Deleted'),
    colour: 'text-faint',
  },
})

export function markWord(state: Mark): string {
  return marks()[state].word
}

export function StateMark({ state, className }: { state: Mark; className?: string }) {
  const { icon: Icon, word, colour, iconColour = '' } = marks()[state]
  return (
    <span className={classNames('inline-flex items-center gap-1.5 whitespace-nowrap', colour, className)}>
      <Icon size={13} strokeWidth={2.25} aria-hidden="true" className={classNames('shrink-0', iconColour)} />
      {word}
    </span>
  )
}
