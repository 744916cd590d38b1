/** The one sentence at the top: does mail flow, and if not, why. Decided from the status alone. */
import type { Attention, Status } from '../../../shared/contract/system.ts'
import { counted } from '../../format/quantity.ts'

export interface FlowSentence {
  readonly tone: 'ok' | 'warn' | 'bad' | 'quiet'
  readonly title: string
  readonly detail: string
}

export function flowSentence(status: Status): FlowSentence {
  const find = (kind: Attention['kind']) => status.attention.find((item) => item.kind === kind)
  const detail = depthSentence(status)
  const listening = status.listeners.some((listener) => listener.state === 'listening')

  if (status.disk.low)
    return { tone: 'bad', title: 'New mail is turned away: the disk is nearly full', detail }
  if (find('storage')) return { tone: 'bad', title: 'The queue cannot be written', detail }
  if (!listening) return { tone: 'bad', title: 'No mail can come in: no listener is running', detail }
  if (status.pauses.queue) return { tone: 'warn', title: 'Delivery is paused', detail }

  const signedOut = status.routes.find(
    ({ signIn }) => signIn?.state === 'needed' || signIn?.state === 'revoked',
  )
  if (signedOut && signedOut.waiting > 0)
    return { tone: 'bad', title: `Mail by ${signedOut.name} is waiting for a sign-in`, detail }
  const noHost = status.attention.find(({ kind, severity }) => kind === 'circuit' && severity === 'problem')
  if (noHost?.subject)
    return { tone: 'bad', title: `Mail by ${noHost.subject} is waiting: no host of it answers`, detail }

  const failing = status.attention.filter((item) => item.kind === 'route-failing')
  const [first] = failing
  if (first)
    return failing.length === 1 && first.subject
      ? { tone: 'bad', title: `Mail by ${first.subject} is waiting`, detail }
      : { tone: 'bad', title: `Mail by ${failing.length} routes is waiting`, detail }

  if (find('no-route'))
    return status.counts.held > 0
      ? { tone: 'warn', title: 'Mail is held: it has nowhere to go yet', detail }
      : {
          tone: 'quiet',
          title: 'Mailroom is running',
          detail: 'It takes mail already; what is missing is where the mail goes.',
        }
  if (find('listener-failed'))
    return { tone: 'warn', title: 'Mail is flowing, but one listener is not running', detail }
  if (Object.values(status.counts).every((value) => value === 0))
    return { tone: 'ok', title: 'Ready: no mail has come in yet', detail }
  return { tone: 'ok', title: 'Mail is flowing', detail }
}

function depthSentence({ counts, throughput }: Status): string {
  const waiting = counts.queued + counts.active + counts.deferred
  const hour = throughput.deliveredPerMinute.reduce((sum, value) => sum + value, 0)
  const now = waiting === 0 ? 'Nothing waits' : counted(waiting, 'message waits', 'messages wait')
  // By recipients: a message to three of them is delivered three times.
  return `${now}. ${hour === 0 ? 'No deliveries' : counted(hour, 'delivery', 'deliveries')} in the last hour.`
}
