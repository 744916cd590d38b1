/** Where a person goes to see to what needs attention. Pure; the window and the desktop's notifications share it. */
import type { Attention } from '../contract/system.ts'
import { assertNever } from '../domain/assert-never.ts'
import type { Panel, Place } from './place.ts'

export function attentionPlace({ kind, subject }: Pick<Attention, 'kind' | 'subject'>): Place {
  switch (kind) {
    case 'no-route':
      return at('routes')
    case 'route-failing':
    case 'sign-in':
    case 'circuit':
      return at('routes', subject)
    case 'paused':
      return subject === null ? at('queue') : at('routes', subject)
    case 'locked':
    case 'limit':
    case 'device-silent':
      return at('accounts', subject)
    case 'held':
    case 'double-bounce':
      return at('queue', null, { view: 'held' })
    case 'failed':
      return at('queue', null, { view: 'failed' })
    case 'queue-stuck':
      return at('queue', null, { view: 'waiting' })
    case 'listener-failed':
    case 'shared-address':
      return at('settings', null, { section: 'listeners' })
    case 'disk-low':
    case 'storage':
      return at('settings', null, { section: 'retention' })
    case 'certificate':
      return at('settings', null, { section: 'certificate' })
    case 'damage':
    case 'backup':
      return at('settings', null, { section: 'backup' })
    default:
      return assertNever(kind)
  }
}

function at(panel: Panel, item: string | null = null, params: Record<string, string> = {}): Place {
  return { panel, item, params }
}
