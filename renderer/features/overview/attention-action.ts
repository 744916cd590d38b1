import type { Attention } from '../../../shared/contract/system.ts'
import { hrefOf } from '../../location/location-store.ts'

/** What can be done about it: a place to go, or a resume that is done here. */
export type AttentionAction =
  | { readonly kind: 'link'; readonly label: string; readonly href: string }
  | { readonly kind: 'resume'; readonly label: string; readonly route: string | null }

export function attentionAction(item: Attention, hasRoutes: boolean): AttentionAction | null {
  switch (item.kind) {
    case 'no-route':
      return hasRoutes
        ? link('Add a relay rule', hrefOf('rules', { item: 'new' }))
        : link('Add a route', hrefOf('routes', { item: 'new' }))
    case 'listener-failed':
      return link('Open listeners', hrefOf('settings', { params: { section: 'listeners' } }))
    case 'route-failing':
      return link('Open the route', hrefOf('routes', { item: item.subject }))
    case 'paused':
      return { kind: 'resume', label: 'Resume', route: item.subject }
    case 'held':
      return link('Show held mail', hrefOf('queue', { params: { view: 'held' } }))
    case 'failed':
      return link('Show failed mail', hrefOf('queue', { params: { view: 'failed' } }))
    case 'disk-low':
      return link('Open retention', hrefOf('settings', { params: { section: 'retention' } }))
    case 'certificate':
      return link('Open the certificate', hrefOf('settings', { params: { section: 'certificate' } }))
    case 'storage':
      return null
    case 'sign-in':
    case 'circuit':
      return link('Open the route', hrefOf('routes', { item: item.subject }))
    case 'locked':
    case 'limit':
      return link('Open accounts', hrefOf('accounts', { item: item.subject }))
    case 'queue-stuck':
      return link('Show waiting mail', hrefOf('queue', { params: { view: 'waiting' } }))
    case 'device-silent':
      return link('Open accounts', hrefOf('accounts', { item: item.subject }))
    case 'backup':
      return link('Open backups', hrefOf('settings', { params: { section: 'backup' } }))
    case 'double-bounce':
      return link('Show held mail', hrefOf('queue', { params: { view: 'held' } }))
  }
}

function link(label: string, href: string): AttentionAction {
  return { kind: 'link', label, href }
}
