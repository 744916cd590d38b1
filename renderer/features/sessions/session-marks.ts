import type { SessionRow } from '../../../shared/domain/session.ts'
import { count } from '../../format/quantity.ts'
import { span } from '../../format/relative-time.ts'
import { t } from '../../text/t.ts'

export interface OutcomeMark {
  readonly word: string
  readonly tone: 'live' | 'quiet' | 'warn' | 'bad'
}

/** Outcome as word and tone. */
export function outcomeOf(row: Pick<SessionRow, 'outcome'>): OutcomeMark {
  switch (row.outcome) {
    case 'open':
      return { word: t('Live'), tone: 'live' }
    case 'completed':
      return { word: t('Completed'), tone: 'quiet' }
    case 'refused':
      return { word: t('Refused'), tone: 'warn' }
    case 'failed':
      return { word: t('Failed'), tone: 'bad' }
  }
}

/** The other side as people know it: its name, else its address. */
export function peerOf(row: Pick<SessionRow, 'peerName' | 'peerAddress'>): string {
  return row.peerName ?? row.peerAddress
}

/** How long it took: "120 ms", "4.2 s", "3 min". */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1_000) return t('{count} ms', { count: Math.max(0, Math.round(milliseconds)) })
  if (milliseconds < 10_000) return t('{seconds} s', { seconds: (milliseconds / 1_000).toFixed(1) })
  return span(milliseconds)
}

/** How many messages it carried; nothing for none. */
export function messagesText({ messageIds }: Pick<SessionRow, 'messageIds'>): string {
  return messageIds.length === 0 ? '' : count(messageIds.length)
}
