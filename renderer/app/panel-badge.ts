/** What stands at the right of a panel's name: a count, or a mark that something there needs a person. */
import type { Status } from '../../shared/contract/system.ts'
import { compactCount, counted } from '../format/quantity.ts'
import type { Panel } from '../location/place.ts'

export interface Badge {
  readonly text: string
  readonly tone: 'quiet' | 'warn' | 'bad'
  /** For the tooltip and for screen readers. */
  readonly description: string
}

export function panelBadge(panel: Panel, status: Status): Badge | null {
  switch (panel) {
    case 'queue':
      return waiting(status)
    case 'sessions':
      return status.openSessions === 0
        ? null
        : {
            text: compactCount(status.openSessions),
            tone: 'quiet',
            description: `${counted(status.openSessions, 'open session')}`,
          }
    case 'routes':
      return mark(status, ['route-failing', 'no-route', 'sign-in', 'circuit'])
    case 'settings':
      return mark(status, [
        'listener-failed',
        'certificate',
        'disk-low',
        'storage',
        'damage',
        'backup',
        'shared-address',
      ])
    case 'overview':
    case 'rules':
    case 'setup':
      return null
    case 'accounts':
      return mark(status, ['locked', 'limit', 'device-silent'])
  }
}

function waiting({ counts }: Status): Badge | null {
  // Held mail waits for a person, not for its time: the overview asks for it.
  const open = counts.queued + counts.active + counts.deferred
  if (open === 0) return null
  return {
    text: compactCount(open),
    tone: 'quiet',
    description: counted(open, 'message waits', 'messages wait'),
  }
}

function mark(status: Status, kinds: readonly string[]): Badge | null {
  const found = status.attention.filter((item) => kinds.includes(item.kind) && item.severity !== 'info')
  const first = found.find((item) => item.severity === 'problem') ?? found[0]
  if (!first) return null
  return { text: '!', tone: first.severity === 'problem' ? 'bad' : 'warn', description: first.text }
}
