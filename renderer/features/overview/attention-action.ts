import type { Attention } from '../../../shared/contract/system.ts'
import { hrefOf } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'

/** What can be done about it: a place to go, or a resume that is done here. */
export type AttentionAction =
  | { readonly kind: 'link'; readonly label: string; readonly href: string }
  | { readonly kind: 'resume'; readonly label: string; readonly route: string | null }

export function attentionAction(item: Attention, hasRoutes: boolean): AttentionAction | null {
  switch (item.kind) {
    case 'no-route':
      return hasRoutes
        ? link(t('Add a relay rule'), hrefOf('rules', { item: 'new' }))
        : link(t('Add a route'), hrefOf('routes', { item: 'new' }))
    case 'listener-failed':
      return link(t('Open listeners'), hrefOf('settings', { params: { section: 'listeners' } }))
    case 'route-failing':
      return link(t('Open the route'), hrefOf('routes', { item: item.subject }))
    case 'paused':
      return { kind: 'resume', label: t('Resume'), route: item.subject }
    case 'held':
      return link(t('Show held mail'), hrefOf('queue', { params: { view: 'held' } }))
    case 'failed':
      return link(t('Show failed mail'), hrefOf('queue', { params: { view: 'failed' } }))
    case 'disk-low':
      return link(t('Open retention'), hrefOf('settings', { params: { section: 'retention' } }))
    case 'certificate':
      return link(t('Open the certificate'), hrefOf('settings', { params: { section: 'certificate' } }))
    case 'storage':
      return link(t('Open retention'), hrefOf('settings', { params: { section: 'retention' } }))
    case 'sign-in':
    case 'circuit':
      return link(t('Open the route'), hrefOf('routes', { item: item.subject }))
    case 'locked':
    case 'limit':
      return link(t('Open accounts'), hrefOf('accounts', { item: item.subject }))
    case 'queue-stuck':
      return item.subject !== null
        ? link(t('Open the route'), hrefOf('routes', { item: item.subject }))
        : link(t('Show waiting mail'), hrefOf('queue', { params: { view: 'waiting' } }))
    case 'device-silent':
      return link(t('Open accounts'), hrefOf('accounts', { item: item.subject }))
    case 'shared-address':
      return link(t('Open listeners'), hrefOf('settings', { params: { section: 'listeners' } }))
    case 'damage':
    case 'backup':
      return link(t('Open backups'), hrefOf('settings', { params: { section: 'backup' } }))
    case 'double-bounce':
      return link(t('Show held mail'), hrefOf('queue', { params: { view: 'held' } }))
  }
}

function link(label: string, href: string): AttentionAction {
  return { kind: 'link', label, href }
}
