/** What is left to do after the first start, until mail goes in and out. */
import type { Status } from '../../../shared/contract/system.ts'
import { hrefOf } from '../../location/location-store.ts'
import { t } from '../../text/t.ts'

export interface Step {
  readonly title: string
  readonly text: string
  readonly done: boolean
  readonly action: { readonly label: string; readonly href: string } | null
}

export function nextSteps(status: Status, accountCount: number): readonly Step[] {
  const listener = status.listeners.find((candidate) => candidate.state === 'listening')
  const address = listener
    ? t('{host}, port {port}', { host: listener.host, port: String(listener.port) })
    : null
  return [
    {
      title: t('Add a route'),
      text: t(
        'Where mail goes: your provider’s server, or straight to the recipients. Mail that arrives earlier is kept.',
      ),
      done: status.routes.length > 0,
      action: { label: t('Add a route'), href: hrefOf('routes', { item: 'new' }) },
    },
    {
      title: t('Add an account'),
      text: t('For devices that sign in. Programs on this computer need none.'),
      done: accountCount > 0,
      action: { label: t('Add an account'), href: hrefOf('accounts', { item: 'new' }) },
    },
    {
      title: t('Point a device or program here'),
      text: address
        ? t(
            'Its mail server (SMTP) is {address}. For devices elsewhere in the office, add a listener on this computer’s own address.',
            { address },
          )
        : t('No listener is running yet.'),
      done: Object.values(status.counts).some((value) => value > 0),
      action: { label: t('See listeners'), href: hrefOf('settings', { params: { section: 'listeners' } }) },
    },
  ]
}
