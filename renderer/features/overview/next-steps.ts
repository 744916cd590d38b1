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

/** `known`: how many accounts and networks there are. Mail that has arrived needs neither. */
export function nextSteps(status: Status, known: number): readonly Step[] {
  const listener = status.listeners.find((candidate) => candidate.state === 'listening')
  const address = listener
    ? t('{host}, port {port}', { host: listener.host, port: String(listener.port) })
    : null
  const hasMail = Object.values(status.counts).some((value) => value > 0)
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
      title: t('Say who sends'),
      text: t(
        'A copier, a web site: with the exact values to type into it. Programs on this computer may send already.',
      ),
      done: known > 0 || hasMail,
      action: { label: t('Add a device'), href: hrefOf('setup', { item: 'device' }) },
    },
    {
      title: t('Point a device or program here'),
      text: address
        ? t(
            'Its mail server (SMTP) is {address}. For devices elsewhere in the office, add a listener on this computer’s own address.',
            { address },
          )
        : t('No listener is running yet.'),
      done: hasMail,
      action: { label: t('See listeners'), href: hrefOf('settings', { params: { section: 'listeners' } }) },
    },
  ]
}
