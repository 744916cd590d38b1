/** A message's history in words: one station for each event. */
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { MessageEvent, Origin } from '../../../shared/domain/message.ts'
import { t } from '../../text/t.ts'

export interface Station {
  readonly title: string
  readonly tone: 'plain' | 'ok' | 'warn' | 'bad' | 'held'
}

export function stationOf(event: MessageEvent): Station {
  const where = event.host ?? event.route
  switch (event.kind) {
    case 'Reception':
      return { title: t('Received'), tone: 'plain' }
    case 'Delivery':
      return { title: where ? t('Delivered to {where}', { where }) : t('Delivered'), tone: 'ok' }
    case 'TransientFailure':
      return {
        title: where ? t('Not yet taken by {where}', { where }) : t('Not delivered yet'),
        tone: 'warn',
      }
    case 'Bounce':
      return {
        title: where ? t('Refused for good by {where}', { where }) : t('Refused for good'),
        tone: 'bad',
      }
    case 'Expiration':
      return { title: t('Given up: too old'), tone: 'bad' }
    case 'AdminBounce':
      return { title: t('Bounced by the operator'), tone: 'bad' }
    case 'Capture':
      return {
        title: where ? t('Captured by {where}, not sent', { where }) : t('Captured, not sent'),
        tone: 'ok',
      }
    case 'Discard':
      return { title: t('Discarded by a relay rule'), tone: 'plain' }
    case 'Hold':
      return { title: t('Held'), tone: 'held' }
    case 'Release':
      return { title: t('Released'), tone: 'plain' }
    case 'SendNow':
      return { title: t('Send now'), tone: 'plain' }
    case 'Cancel':
      return { title: t('Deleted'), tone: 'plain' }
    case 'DelayNotice':
      return { title: t('The sender was told of the delay'), tone: 'plain' }
    case 'Recovery':
      return { title: t('Taken up again after Mailroom was restarted'), tone: 'plain' }
    case 'Wait':
      return { title: t('Waits'), tone: 'plain' }
    case 'Redirect':
      return {
        title: event.route
          ? t('Sent by route {route} from now on', { route: event.route })
          : t('Sent as the relay rules say from now on'),
        tone: 'plain',
      }
    case 'RecipientChange':
      return { title: t('Address changed'), tone: 'plain' }
    case 'Plan':
      return { title: t('Set aside until it can no longer be undone'), tone: 'held' }
    case 'Undo':
      return { title: t('Undone: as it was before'), tone: 'plain' }
    default:
      return assertNever(event.kind)
  }
}

/** Which rule chose the route, where the event knows. */
export function ruleSentence({ rule, route }: MessageEvent): string | null {
  if (rule === null) return null
  return route === null
    ? t('Relay rule “{rule}”', { rule })
    : t('Relay rule “{rule}” chose route “{route}”', { rule, route })
}

/** From whom it came, how far they are trusted, and how well it was protected on the way. */
export function originSentence(origin: Origin): string {
  if (origin.kind === 'local') return t('written by Mailroom itself')
  if (origin.kind === 'sendmail') return t('handed in on this computer')
  const { client, listener, network, account } = origin
  const from = client === null ? t('by SMTP') : t('from {client}', { client })
  const where = [
    network === null ? null : t('in network {network}', { network }),
    listener === null ? null : t('at listener {listener}', { listener }),
  ]
  const trust = account === null ? t('without sign-in') : t('signed in as {account}', { account })
  const parts = [from, ...where, trust, origin.tls ? t('over TLS') : t('without TLS')]
  return parts.filter((part) => part !== null).join(', ')
}
