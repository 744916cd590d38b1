/** A message's history in words: one station for each event. */
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { MessageEvent } from '../../../shared/domain/message.ts'

export interface Station {
  readonly title: string
  readonly tone: 'plain' | 'ok' | 'warn' | 'bad' | 'held'
}

export function stationOf(event: MessageEvent): Station {
  const where = event.host ?? event.route
  switch (event.kind) {
    case 'Reception':
      return { title: 'Received', tone: 'plain' }
    case 'Delivery':
      return { title: where ? `Delivered to ${where}` : 'Delivered', tone: 'ok' }
    case 'TransientFailure':
      return { title: where ? `Not yet taken by ${where}` : 'Not delivered yet', tone: 'warn' }
    case 'Bounce':
      return { title: where ? `Refused for good by ${where}` : 'Refused for good', tone: 'bad' }
    case 'Expiration':
      return { title: 'Given up: too old', tone: 'bad' }
    case 'AdminBounce':
      return { title: 'Bounced by the operator', tone: 'bad' }
    case 'Capture':
      return { title: where ? `Captured by ${where}, not sent` : 'Captured, not sent', tone: 'ok' }
    case 'Discard':
      return { title: 'Discarded by a relay rule', tone: 'plain' }
    case 'Hold':
      return { title: 'Held', tone: 'held' }
    case 'Release':
      return { title: 'Released', tone: 'plain' }
    case 'SendNow':
      return { title: 'Send now', tone: 'plain' }
    case 'Cancel':
      return { title: 'Deleted', tone: 'plain' }
    case 'DelayNotice':
      return { title: 'The sender was told of the delay', tone: 'plain' }
    case 'Recovery':
      return { title: 'Taken up again after Mailroom was restarted', tone: 'plain' }
    case 'Wait':
      return { title: 'Waits', tone: 'plain' }
    case 'Redirect':
      return { title: 'Sent another way by the operator', tone: 'plain' }
    case 'RecipientChange':
      return { title: 'Address changed', tone: 'plain' }
    case 'Plan':
      return { title: 'Will be deleted or bounced', tone: 'held' }
    case 'Undo':
      return { title: 'Undone', tone: 'plain' }
    default:
      return assertNever(event.kind)
  }
}

/** Which rule chose the route, where the event knows. */
export function ruleSentence(event: MessageEvent): string | null {
  if (event.rule === null) return null
  return event.route === null
    ? `Relay rule “${event.rule}”`
    : `Relay rule “${event.rule}” chose route “${event.route}”`
}
