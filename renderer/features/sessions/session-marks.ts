import type { SessionRow } from '../../../shared/domain/session.ts'

/** Outcome as word and tone. */
export function outcomeOf(row: SessionRow): {
  readonly word: string
  readonly tone: 'live' | 'quiet' | 'warn' | 'bad'
} {
  switch (row.outcome) {
    case 'open':
      return { word: 'Live', tone: 'live' }
    case 'completed':
      return { word: 'Completed', tone: 'quiet' }
    case 'refused':
      return { word: 'Refused', tone: 'warn' }
    case 'failed':
      return { word: 'Failed', tone: 'bad' }
  }
}

/** The other side as people know it: its name, else its address. */
export function peerOf(row: SessionRow): string {
  return row.peerName ?? row.peerAddress
}
